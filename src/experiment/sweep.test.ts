import { describe, expect, test } from "vitest";
import { checkExperiment } from "./check";
import { presets } from "./presets";
import { experimentSchema } from "./schema";
import { seedsUpTo, sweepOf, usualRates } from "./sweep";
import { layersOf, trainingRowsOf } from "./variants";

const textbook = experimentSchema.parse(presets.textbook.document);

test("rates alone are the textbook's comparison, with the experiment's own seeds", () => {
  const { variants, seeds, ...rest } = sweepOf(textbook, { rates: usualRates });
  expect(variants).toEqual([
    { name: "no dropout", rate: 0 },
    { name: "p = 0.1", rate: 0.1 },
    { name: "p = 0.2", rate: 0.2 },
    { name: "p = 0.3", rate: 0.3 },
    { name: "p = 0.4", rate: 0.4 },
    { name: "p = 0.5", rate: 0.5 },
  ]);
  expect(seeds).toEqual(textbook.seeds);
  expect({ ...rest, variants: textbook.variants, seeds }).toEqual(textbook);
});

test("sizes and widths make every combination, rates together", () => {
  const swept = sweepOf(textbook, {
    rates: [0, 0.5],
    sizes: [100, 1000],
    widths: [0.5, 2],
    seeds: seedsUpTo(3),
  });
  expect(swept.seeds).toEqual([1, 2, 3]);
  expect(swept.variants.slice(0, 3)).toEqual([
    { name: "no dropout, 100 rows, width × 0.5", rate: 0, train: 100, width: 0.5 },
    { name: "p = 0.5, 100 rows, width × 0.5", rate: 0.5, train: 100, width: 0.5 },
    { name: "no dropout, 100 rows, width × 2", rate: 0, train: 100, width: 2 },
  ]);
  expect(swept.variants).toHaveLength(8);
  expect(checkExperiment(swept)).toMatchObject({ faults: [], warnings: [] });
});

test("a size beyond the training split makes it larger", () => {
  expect(sweepOf(textbook, { rates: [0], sizes: [100, 3000] }).data).toEqual({
    ...textbook.data,
    train: 3000,
  });
});

describe("a variant", () => {
  const units = (width: number) =>
    layersOf(textbook, { width }).flatMap((layer) => (layer.type === "dense" ? layer.units : []));

  test.each([
    [0.5, [100, 50, 25, 10]],
    [0.25, [50, 25, 13, 10]],
    [0.001, [1, 1, 1, 10]],
    [3, [600, 300, 150, 10]],
  ])(
    "of width %f has hidden layers of that many times the units, at least 1, and the outputs",
    (width, all) => expect(units(width)).toEqual(all),
  );

  test("has its rate in every dropout layer, and otherwise the layers' own", () => {
    const rates = (rate?: number) =>
      layersOf(textbook, rate === undefined ? {} : { rate }).flatMap((layer) =>
        layer.type === "dropout" ? layer.rate : [],
      );
    expect(rates(0.1)).toEqual([0.1, 0.1, 0.1]);
    expect(rates()).toEqual([0.3, 0.3, 0.3]);
    expect(layersOf(textbook, {})).toEqual(textbook.network.layers);
  });

  test("trains on the rows that it says, or on all", () => {
    expect(trainingRowsOf(textbook, { train: 10 })).toBe(10);
    expect(trainingRowsOf(textbook, {})).toBe(1000);
  });
});

test("any settings are axes, the rates of one combination together", () => {
  const swept = sweepOf(textbook, {
    rates: [0, 0.5],
    axes: [
      { path: "training.l2", values: [0, 1e-4] },
      { path: "training.optimizer.type", values: ["adam", "sgd"] },
    ],
  });
  expect(swept.variants).toHaveLength(8);
  expect(swept.variants[3]).toEqual({
    name: "p = 0.5, l2 = 0, optimizer = sgd",
    rate: 0.5,
    set: { "training.l2": 0, "training.optimizer.type": "sgd" },
  });
  expect(checkExperiment(swept)).toMatchObject({ faults: [] });
});

test("without rates the layers keep theirs", () => {
  const swept = sweepOf(textbook, {
    rates: [],
    axes: [{ path: "network.layers[2].rate", values: [0, 0.2] }],
  });
  expect(swept.variants).toEqual([
    { name: "layers[2].rate = 0", set: { "network.layers[2].rate": 0 } },
    { name: "layers[2].rate = 0.2", set: { "network.layers[2].rate": 0.2 } },
  ]);
});

test("a sample has as many variants as asked for, between the ends of each list, and repeats", () => {
  const sweep = {
    rates: [0, 0.6],
    sizes: [100, 1000],
    axes: [{ path: "training.l2", values: [1e-6, 1e-2], log: true }],
    sample: { count: 20, seed: 3 },
  };
  const { variants, ...rest } = sweepOf(textbook, sweep);
  expect(variants).toHaveLength(20);
  for (const { rate, train, set } of variants) {
    expect(rate).toBeGreaterThanOrEqual(0);
    expect(rate).toBeLessThanOrEqual(0.6);
    expect(Number.isInteger(train)).toBe(true);
    expect(set!["training.l2"]).toBeGreaterThanOrEqual(1e-6);
    expect(set!["training.l2"]).toBeLessThanOrEqual(1e-2);
  }
  // Half of them below the middle of the logarithmic scale.
  expect(variants.filter(({ set }) => (set!["training.l2"] as number) < 1e-4).length).toBeGreaterThanOrEqual(
    9,
  );
  expect(checkExperiment({ ...rest, variants }).faults).toEqual([]);
  expect(sweepOf(textbook, sweep).variants).toEqual(variants);
});
