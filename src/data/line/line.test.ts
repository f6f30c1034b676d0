import { expect, test } from "vitest";
import { drawnConfig, rawData } from "../testing";

test("without noise the target is the input, bit for bit, and the input is standard normal", async () => {
  const { train } = await rawData(drawnConfig("line", { train: 5000 }));
  expect(train.targets).toEqual(train.inputs);
  const inputs = Array.from(train.inputs);
  const mean = inputs.reduce((sum, x) => sum + x, 0) / 5000;
  const square = inputs.reduce((sum, x) => sum + x ** 2, 0) / 5000;
  // Their standard errors are 0.014 and 0.02.
  expect(Math.abs(mean)).toBeLessThan(0.043);
  expect(Math.abs(square - 1)).toBeLessThan(0.06);
});

test("the noise is on the target, with the standard deviation that is asked for", async () => {
  const { train } = await rawData(drawnConfig("line", { train: 5000, targetNoise: 0.4 }));
  const noise = Array.from(train.targets, (target, row) => target - train.inputs[row]!);
  const squares = noise.reduce((sum, each) => sum + each ** 2, 0);
  // Its standard error is 0.4 / sqrt(2 × 5000) = 0.004.
  expect(Math.abs(Math.sqrt(squares / 5000) - 0.4)).toBeLessThan(0.012);
});
