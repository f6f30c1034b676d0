import { expect, test } from "vitest";
import { ProgressMeter } from "./progress";

test("speed and time left follow from the time that the run was not held", () => {
  let now = 1000;
  const meter = new ProgressMeter(100, 4, 0, () => now);
  now += 2000;
  expect(meter.at(1, 50)).toEqual({
    epoch: 1,
    samplesDone: 50,
    samples: 100,
    samplesPerSecond: 25,
    secondsLeft: 14,
  });
  now += 3_600_000;
  meter.wasPaused(3_600_000);
  now += 2000;
  expect(meter.at(2, 0)).toMatchObject({ samplesPerSecond: 25, secondsLeft: 12 });
});

test("a run that goes on has the speed of what it trains itself", () => {
  let now = 0;
  const meter = new ProgressMeter(100, 4, 250, () => now);
  expect(meter.at(3, 50)).toMatchObject({ samplesPerSecond: 0, secondsLeft: null });
  now += 2000;
  expect(meter.at(4, 0)).toMatchObject({ samplesPerSecond: 25, secondsLeft: 4 });
});

test("at most four reports a second, and none divides by nothing", () => {
  let now = 0;
  const meter = new ProgressMeter(10, 1, 0, () => now);
  expect(meter.at(1, 0)).toMatchObject({ samplesPerSecond: 0, secondsLeft: null });
  const reports = Array.from({ length: 1000 }, () => {
    now += 1;
    return meter.at(1, 5);
  });
  expect(reports.filter((report) => report !== null)).toHaveLength(4);
});
