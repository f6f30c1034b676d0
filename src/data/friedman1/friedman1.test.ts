import { expect, test } from "vitest";
import { drawnConfig, rawData, rowsOf } from "../testing";

test("five of the features make the target, as in Friedman's formula, and the others do not", async () => {
  const { train } = await rawData(drawnConfig("friedman1", { train: 500, features: 8, targetNoise: 0 }));
  rowsOf(train, 8).forEach((row, sample) => {
    const [x1, x2, x3, x4, x5] = row as [number, number, number, number, number];
    const target = 10 * Math.sin(Math.PI * x1 * x2) + 20 * (x3 - 0.5) ** 2 + 10 * x4 + 5 * x5;
    expect(train.targets[sample]).toBeCloseTo(target, 4);
    for (const value of row) expect(value >= 0 && value <= 1).toBe(true);
  });
});

test("the target has the mean that follows from uniform features", async () => {
  const rows = 20_000;
  const { train } = await rawData(drawnConfig("friedman1", { train: rows }));
  const mean = Array.from(train.targets).reduce((sum, target) => sum + target, 0) / rows;
  // E sin(π u v) = Cin(π)/π with Cin(π) = 1.648312; the other terms are 20/12, 5 and 2.5. The standard error is 5/√rows.
  const expected = (10 * 1.648312) / Math.PI + 20 / 12 + 7.5;
  expect(Math.abs(mean - expected)).toBeLessThan(0.1);
});
