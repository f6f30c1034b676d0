import { sampleCorrelation, standardDeviation } from "simple-statistics";
import { expect, test } from "vitest";
import { pointsOf } from "../testing";

test("the product of both coordinates tells the class", async () => {
  for (const { x, y, label } of await pointsOf("xor", 0)) expect(x * y).toBe(label === 0 ? 1 : -1);
});

test("the noise of a plane's source is as large as asked for, and the same in all directions", async () => {
  const noisy = await pointsOf("xor", 0.3);
  const errors = noisy.map(({ x }) => x - Math.sign(x));
  expect(standardDeviation(errors)).toBeCloseTo(0.3, 1);
  const [xs, ys] = [noisy.map(({ x }) => x), noisy.map(({ y }) => y)];
  expect(Math.abs(sampleCorrelation(xs, ys))).toBeLessThan(0.1);
});
