import { expect, test } from "vitest";
import { drawnConfig, rawData } from "../testing";
import { reach } from "./kind";

test("without noise every sample lies on the wave, and none in the gap", async () => {
  const { train } = await rawData(drawnConfig("wave", { train: 2000, targetNoise: 0, gap: 1 }));
  for (const [row, x] of train.inputs.entries()) {
    expect(Math.abs(x)).toBeGreaterThanOrEqual(0.5);
    expect(Math.abs(x)).toBeLessThanOrEqual(reach);
    expect(train.targets[row]).toBeCloseTo(Math.sin(2 * x) + 0.3 * x, 5);
  }
  expect(train.inputs.filter((x) => x > 0).length / 2000).toBeCloseTo(0.5, 1);
});

test("the noise is on the target, with the standard deviation that is asked for", async () => {
  const { train } = await rawData(drawnConfig("wave", { train: 5000, targetNoise: 0.4 }));
  const rests = Array.from(train.inputs, (x, row) => train.targets[row]! - Math.sin(2 * x) - 0.3 * x);
  const deviation = Math.sqrt(rests.reduce((sum, rest) => sum + rest ** 2, 0) / rests.length);
  // Its standard error is 0.4 / sqrt(2 × 5000) = 0.004.
  expect(Math.abs(deviation - 0.4)).toBeLessThan(0.012);
});
