import { expect, test } from "vitest";
import { LabEvents } from "./events";
import { RecentEvents } from "./recent-events";

const progress = (epoch: number) => ({
  runId: "a",
  epoch,
  samplesDone: 0,
  samples: 1,
  samplesPerSecond: 1,
  secondsLeft: null,
});
const epochsIn = (events: ReturnType<LabEvents["since"]>) =>
  events?.map(({ payload }) => "epoch" in payload && payload.epoch);

test("events are numbered from 1 on, and those since a number come again in their order", () => {
  const events = new LabEvents();
  const numbers: number[] = [];
  const off = events.onEach(({ position }) => numbers.push(position.number));
  const start = events.position;
  for (const epoch of [1, 2, 3]) events.emit("runProgress", progress(epoch));
  off();
  events.emit("runProgress", progress(4));
  expect(numbers).toEqual([1, 2, 3]);
  expect(start.number).toBe(0);
  expect(epochsIn(events.since(start))).toEqual([1, 2, 3, 4]);
  expect(epochsIn(events.since({ ...start, number: 3 }))).toEqual([4]);
  expect(events.since(events.position)).toEqual([]);
});

test("of another start, and of numbers that were never reached, nothing is known", () => {
  const events = new LabEvents();
  events.emit("runProgress", progress(1));
  expect(events.since({ start: new LabEvents().position.start, number: 0 })).toBeNull();
  expect(events.since({ ...events.position, number: 2 })).toBeNull();
});

test("only so many are kept, an event about many runs counts as many, and a gap is never hidden", () => {
  const recent = new RecentEvents(10);
  const position = (number: number) => ({ start: "x", number });
  let number = 0;
  const one = () => recent.add({ name: "runProgress", payload: progress(1), position: position(++number) });
  const many = (count: number) => {
    const runIds = Array.from({ length: count }, (_, index) => `${index}`);
    const payload = { runIds, status: "paused" as const, ended: null };
    recent.add({ name: "runsChanged", payload, position: position(++number) });
  };
  /** How many of the newest are kept. */
  const kept = () => {
    let count = 0;
    while (recent.after(number - count - 1, number)) count += 1;
    expect(recent.after(number - count, number)!.map((event) => event.position.number)).toEqual(
      Array.from({ length: count }, (_, index) => number - count + 1 + index),
    );
    return count;
  };
  expect(kept()).toBe(0);
  for (let index = 0; index < 25; index++) one();
  expect(kept()).toBe(10);
  many(7);
  expect(kept()).toBe(4);
  one();
  expect(kept()).toBe(4);
  many(11);
  expect(kept()).toBe(0);
  one();
  expect(kept()).toBe(1);
});
