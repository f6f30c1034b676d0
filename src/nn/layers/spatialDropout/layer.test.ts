import { expect, test } from "vitest";
import { RandomStream } from "../../../random/random";
import { drawDropoutMask } from "../dropout/mask";
import { kindOf, layerSchema } from "../kinds";
import { expectPyTorch } from "../testing";

expectPyTorch("spatialDropout");

const maskOf = (rate: number, shape: number[], rows: number) => {
  const layer = layerSchema.parse({ type: "spatialDropout", rate });
  return kindOf(layer).mask!(layer, shape, rows, new RandomStream(1, "trainingMask")).multipliers;
};

test("a map is dropped whole or not at all, for each sample and map anew", () => {
  const [rows, pixels, maps, rate] = [4000, 6, 5, 0.3];
  const mask = maskOf(rate, [2, 3, maps], rows);
  const ofMaps = drawDropoutMask(new RandomStream(1, "trainingMask"), rate, rows, maps);
  let together = 0;
  for (let row = 0; row < rows; row++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      const at = row * pixels * maps + pixel * maps;
      expect(mask.subarray(at, at + maps)).toEqual(ofMaps.subarray(row * maps, (row + 1) * maps));
    }
    if (ofMaps[row * maps] === 0 && ofMaps[row * maps + 1] === 0) together++;
  }
  expect(Math.abs(together / rows - rate ** 2)).toBeLessThan(
    4 * Math.sqrt((rate ** 2 * (1 - rate ** 2)) / rows),
  );
});

test.each([0.1, 0.5])("at rate %d a map's multiplier has mean 1 and variance p/(1-p)", (rate) => {
  const count = 500_000;
  // One pixel, so that each multiplier is drawn by itself.
  const mask = maskOf(rate, [1, 1, 10], count / 10);
  const odds = rate / (1 - rate);
  const mean = mask.reduce((sum, multiplier) => sum + multiplier, 0) / count;
  const variance = mask.reduce((sum, multiplier) => sum + (multiplier - mean) ** 2, 0) / count;
  expect(Math.abs(mean - 1)).toBeLessThan(4 * Math.sqrt(odds / count));
  const slope = Math.abs(2 * rate - 1) / (1 - rate) ** 2;
  expect(Math.abs(variance - odds)).toBeLessThan(
    4 * slope * Math.sqrt((rate * (1 - rate)) / count) + 1e-4 * odds,
  );
});

test("of a row it is plain dropout, bit for bit", () => {
  expect(maskOf(0.4, [9], 50)).toEqual(drawDropoutMask(new RandomStream(1, "trainingMask"), 0.4, 50, 9));
});
