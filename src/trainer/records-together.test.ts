import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FromTrainer } from "../execution/trainer-protocol";
import type { EpochRecord } from "../experiment/result";
import { RecordsTogether } from "./records-together";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const recordOf = (epoch: number) => ({ epoch }) as EpochRecord;

/** What it has sent: the epochs of each message with records, and the types of others. */
function sender() {
  const sent: unknown[] = [];
  const words = new RecordsTogether(
    (word) => sent.push(word.type === "epochs" ? word.records.map(({ epoch }) => epoch) : word.type),
    () => Date.now(),
  );
  return {
    sent,
    words,
    tell: (...epochs: number[]) => {
      for (const epoch of epochs) words.tell({ type: "epoch", record: recordOf(epoch) });
    },
  };
}

test("the first record is sent at once, and those of the next tenth of a second together", () => {
  const { sent, tell } = sender();
  tell(1, 2, 3);
  expect(sent).toEqual([[1]]);
  vi.advanceTimersByTime(99);
  tell(4);
  expect(sent).toEqual([[1]]);
  vi.advanceTimersByTime(1);
  expect(sent).toEqual([[1], [2, 3, 4]]);
  vi.advanceTimersByTime(500);
  tell(5);
  expect(sent).toEqual([[1], [2, 3, 4], [5]]);
});

test("no other word overtakes a record", () => {
  const { sent, words, tell } = sender();
  tell(1, 2);
  const asked: FromTrainer = { type: "askKept" };
  words.tell(asked);
  tell(3);
  words.flush();
  words.flush();
  vi.advanceTimersByTime(1000);
  expect(sent).toEqual([[1], [2], "askKept", [3]]);
});
