import { mean } from "simple-statistics";
import { expect, test } from "vitest";
import { loadDataset } from "../load";
import { drawnConfig, rowsOf } from "../testing";

test("grey values from 0 to 1, as many of each class, drawn on a noisy ground", async () => {
  const { train } = await loadDataset(drawnConfig("digits", { train: 1000 }));
  expect(train.inputs.every((value) => value >= 0 && value <= 1)).toBe(true);
  for (let digit = 0; digit < 10; digit++) {
    expect(train.targets.filter((label) => label === digit)).toHaveLength(100);
  }
  // No stroke reaches the corner, so its pixels are half of a Gaussian of 0.1, whose mean is 0.1 / sqrt(2π).
  const corner = rowsOf(train, 300).map((image) => image[0]!);
  expect(mean(corner)).toBeCloseTo(0.1 / Math.sqrt(2 * Math.PI), 2);
  expect(mean(Array.from(train.inputs))).toBeGreaterThan(0.15);
});
