import { describe, expect, test } from "vitest";
import type { EpochRecord } from "../experiment/result";
import { type Journal, type JournalLine, linesIn } from "./journal";
import { isOver, toldOf } from "./told";

const record = (epoch: number, loss = 1 / epoch, trainingSeconds = 0.1): EpochRecord => ({
  epoch,
  training: { loss },
  train: { eval: { loss } },
  validation: { eval: { loss }, train: { loss } },
  trainingSeconds,
  evaluationSeconds: 0.1,
});
const epoch = (...values: Parameters<typeof record>): JournalLine => ({
  type: "epoch",
  run: 0,
  record: record(...values),
});
const ended = (status: "done" | "failed", at: string, code?: string, epochs = 0): JournalLine => ({
  ...{ type: "ended", run: 0, at, status, epochs, end: null, weights: null },
  failure: code === undefined ? null : { code, parameters: {} },
});
const journal = (array: number, attempt: number, ...lines: JournalLine[]): Journal => {
  return { array, element: 0, attempt, lines };
};

describe("toldOf", () => {
  test("counts once what two attempts tell of one run, whose times may differ", () => {
    const told = toldOf([
      journal(1, 0, epoch(1), epoch(2)),
      journal(1, 1, epoch(2, 1 / 2, 9), epoch(3), ended("done", "first")),
      journal(2, 0, epoch(3), ended("done", "second")),
    ]).get(0)!;
    expect(told.records).toEqual([record(1), record(2), record(3)]);
    expect(told).toMatchObject({ status: "done", ended: "first", repeated: 3, differs: null });
  });

  test("keeps the first measures of an epoch, and says that others were told", () => {
    const told = toldOf([journal(1, 0, epoch(1), epoch(2)), journal(1, 1, epoch(1), epoch(2, 7))]).get(0)!;
    expect(told.records).toEqual([record(1), record(2)]);
    expect(told.differs).toBe(2);
  });

  test("takes no epoch before those that come before it", () => {
    expect(toldOf([journal(1, 0, epoch(1), epoch(3))]).get(0)!.records).toEqual([record(1)]);
  });

  test("takes no end whose epochs are not all there", () => {
    const whole = ended("done", "x", undefined, 2);
    expect(toldOf([journal(1, 0, epoch(1), whole)]).get(0)!.status).toBeNull();
    expect(toldOf([journal(1, 0, epoch(1), epoch(2), whole)]).get(0)!.status).toBe("done");
  });

  test.each<[string, Journal[], string, boolean]>([
    [
      "done after a failure",
      [journal(1, 0, ended("failed", "a", "trainerCrashed")), journal(2, 0, ended("done", "b"))],
      "done",
      true,
    ],
    [
      "a failure after it was done",
      [journal(1, 0, ended("done", "a")), journal(2, 0, ended("failed", "b", "trainerCrashed"))],
      "done",
      true,
    ],
    ["a failure that may pass", [journal(1, 0, ended("failed", "a", "trainerCrashed"))], "failed", false],
    ["a failure of every time", [journal(1, 0, ended("failed", "a", "lossNotFinite"))], "failed", true],
  ])("%s", (_, journals, status, over) => {
    const told = toldOf(journals).get(0)!;
    expect([told.status, isOver(told)]).toEqual([status, over]);
  });
});

describe("linesIn", () => {
  const lines = [epoch(1), epoch(2), ended("done", "x")];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");

  test("reads the whole lines, wherever the text was cut off", () => {
    expect(linesIn(text)).toEqual(lines);
    for (let length = 0; length < text.length; length++) {
      const whole = text.slice(0, length).split("\n").length - 1;
      expect(linesIn(text.slice(0, length))).toEqual(lines.slice(0, whole));
    }
  });

  test.each(["\0\0\0\n", "{}\n", "null\n", '{"type":"epoch","run":-1}\n', "\n"])(
    "leaves out %j",
    (damage) => {
      expect(linesIn(damage + text)).toEqual(lines);
    },
  );
});
