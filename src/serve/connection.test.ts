import { afterEach, expect, test, vi } from "vitest";
import { fromBytes, toBytes } from "../contract/bytes";
import type { SentEvent } from "../contract/channel";
import type { LabVerbs } from "../contract/contract";
import type { ToPage } from "../contract/frames";
import { type Behind, Connection } from "./connection";

afterEach(() => void vi.useRealTimers());

function connect() {
  vi.useFakeTimers();
  const frames: ToPage[] = [];
  const behind: Behind = {
    verbs: () => ({ describeLab: () => Promise.resolve({}) }) as unknown as LabVerbs,
    positionNow: () => ({ start: "start", number: 3 }),
    onFailure: () => undefined,
    onDropped: () => Promise.resolve(),
    onPasted: () => Promise.resolve(),
  };
  const socket = {
    send: (bytes: Uint8Array) => void frames.push(fromBytes(bytes) as ToPage),
    waiting: 0,
    close: (code: number) => expect.unreachable(`closed: ${code}`),
  };
  return { connection: new Connection(socket, behind), frames };
}

const event = (number: number): SentEvent => ({
  name: "runContinued",
  payload: { runId: "run", epoch: number },
  position: { start: "start", number },
});

test("events that come together share a frame, in their order, and none is sent twice", () => {
  const { connection, frames } = connect();
  for (const number of [1, 2, 3]) connection.tell(event(number));
  expect(frames).toEqual([]);
  vi.runAllTimers();
  expect(frames).toEqual([{ type: "events", events: [event(1), event(2), event(3)] }]);
  connection.tell(event(4));
  vi.runAllTimers();
  expect(frames.slice(1)).toEqual([{ type: "events", events: [event(4)] }]);
  expect(vi.getTimerCount()).toBe(0);
});

test("an answer comes after the events that it may know of", async () => {
  const { connection, frames } = connect();
  for (const number of [1, 2, 3]) connection.tell(event(number));
  connection.take(toBytes({ type: "call", id: 1, verb: "describeLab", request: {} }));
  await vi.waitFor(() => expect(frames).toHaveLength(2));
  expect(frames.map(({ type }) => type)).toEqual(["events", "answer"]);
});

test("for a page that is gone nothing waits", () => {
  const { connection, frames } = connect();
  connection.tell(event(1));
  connection.end();
  expect(vi.getTimerCount()).toBe(0);
  expect(frames).toEqual([]);
});
