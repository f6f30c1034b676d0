import { expect, test } from "vitest";
import { RandomStream } from "../../../random/random";
import { expectPyTorch } from "../testing";
import { drawGaussianMask } from "./mask";

expectPyTorch("gaussianDropout");

test.each([0.1, 0.3, 0.5, 0.9])("the multipliers at rate %d have mean 1 and variance p/(1-p)", (rate) => {
  const count = 1_000_000;
  const mask = drawGaussianMask(new RandomStream(1, "trainingMask"), rate, 1000, 1000);
  const mean = mask.reduce((sum, multiplier) => sum + multiplier, 0) / count;
  const variance = mask.reduce((sum, multiplier) => sum + (multiplier - mean) ** 2, 0) / count;
  const wanted = rate / (1 - rate);
  expect(Math.abs(mean - 1)).toBeLessThan(4 * Math.sqrt(wanted / count));
  // The variance of n normals has standard error σ² sqrt(2 / n).
  expect(Math.abs(variance - wanted)).toBeLessThan(4 * wanted * Math.sqrt(2 / count));
  // None is dropped, and some turn round.
  expect(mask.every((multiplier) => multiplier !== 0)).toBe(true);
  if (rate > 0.3) expect(mask.some((multiplier) => multiplier < 0)).toBe(true);
});
