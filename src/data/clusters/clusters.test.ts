import { mean, standardDeviation } from "simple-statistics";
import { expect, test } from "vitest";
import { drawnConfig, rawData, rowsOf } from "../testing";

test("only the informative features tell the class, and the label noise is as asked for", async () => {
  const { train } = await rawData(
    drawnConfig("clusters", {
      train: 4000,
      features: 6,
      informative: 2,
      classes: 4,
      separation: 5,
      labelNoise: 0.2,
    }),
  );
  const rows = rowsOf(train, 6);
  const ofClass = (label: number) => rows.filter((_, row) => row % 4 === label);
  const spread = (feature: number) =>
    standardDeviation([0, 1, 2, 3].map((label) => mean(ofClass(label).map((row) => row[feature]!))));
  expect(spread(0) + spread(1)).toBeGreaterThan(2);
  for (const feature of [2, 3, 4, 5]) expect(spread(feature)).toBeLessThan(0.15);
  expect(standardDeviation(ofClass(0).map((row) => row[0]!))).toBeCloseTo(1, 1);
  // A fifth of the labels is drawn again, and a quarter of these comes out as before.
  const wrong = Array.from(train.targets).filter((label, row) => label !== row % 4).length / 4000;
  expect(wrong).toBeGreaterThan(0.13);
  expect(wrong).toBeLessThan(0.17);
});
