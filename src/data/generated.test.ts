import { mean, sampleCorrelation, standardDeviation } from "simple-statistics";
import { describe, expect, test } from "vitest";
import { dataSchema, type DataConfig } from "../experiment/schema";
import { shapeOfData } from "../experiment/check";
import type { Split } from "./dataset";
import { loadDataset, previewData } from "./load";
import { sources } from "./sources";
import type { RawSplit } from "./source";

function config(source: string, changes: object = {}): DataConfig {
  return dataSchema.parse({ source, train: 200, validation: 100, ...changes });
}

const generatedSources = ["digits", "clusters", "moons", "circles", "spirals", "xor"];

describe.each(generatedSources)("%s", (source) => {
  test("gives what its shape says, the same from the same seed, another from another", async () => {
    const data = await loadDataset(config(source));
    const shape = shapeOfData(config(source))!;
    expect({ task: data.task, features: data.features, outputs: data.outputs }).toEqual(shape);
    expect(data.train.inputs.length).toBe(200 * shape.features);
    expect(data.validation.inputs.length).toBe(100 * shape.features);
    expect(new Set(data.train.targets).size).toBe(shape.outputs);
    expect(await loadDataset(config(source))).toEqual(data);
    expect((await loadDataset(config(source, { seed: 2 }))).train.inputs).not.toEqual(data.train.inputs);
  });

  test("the splits share no sample, and neither depends on the other's size", async () => {
    const small = await sources[source as "digits"].load(config(source) as never);
    const large = await sources[source as "digits"].load(config(source, { train: 300 }) as never);
    expect(large.validation).toEqual(small.validation);
    expect(large.train.inputs.slice(0, small.train.inputs.length)).toEqual(small.train.inputs);
    const { features } = small.shape;
    const keys = [small.train, small.validation].flatMap((split) => rowsOf(split, features).map(String));
    expect(new Set(keys).size).toBe(300);
  });

  test("the preview shows samples of the training split", async () => {
    const preview = await previewData(config(source));
    const { train, shape } = await sources[source as "digits"].load(config(source) as never);
    expect(preview).toMatchObject({ failure: null, rows: 300, shape });
    expect(preview.classes).toHaveLength(shape.outputs);
    const shown = preview.sample.kind === "table" ? [] : preview.sample.labels;
    expect(shown.length).toBeGreaterThan(0);
    expect(shown).toEqual(Array.from(train.targets.slice(0, shown.length)));
  });
});

function rowsOf({ inputs, rows }: Split | RawSplit, features: number): number[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from(inputs.slice(row * features, (row + 1) * features)),
  );
}

test("digits: grey values from 0 to 1, as many of each class, drawn on a noisy ground", async () => {
  const { train } = await loadDataset(config("digits", { train: 1000 }));
  expect(train.inputs.every((value) => value >= 0 && value <= 1)).toBe(true);
  for (let digit = 0; digit < 10; digit++) {
    expect(train.targets.filter((label) => label === digit)).toHaveLength(100);
  }
  // No stroke reaches the corner, so its pixels are half of a Gaussian of 0.1, whose mean is 0.1 / sqrt(2π).
  const corner = rowsOf(train, 300).map((image) => image[0]!);
  expect(mean(corner)).toBeCloseTo(0.1 / Math.sqrt(2 * Math.PI), 2);
  expect(mean(Array.from(train.inputs))).toBeGreaterThan(0.15);
});

test("clusters: only the informative features tell the class, and the label noise is as asked for", async () => {
  const { train } = await sources.clusters.load(
    config("clusters", {
      train: 4000,
      features: 6,
      informative: 2,
      classes: 4,
      separation: 5,
      labelNoise: 0.2,
    }) as never,
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

test("the plane's sources are the curves that they are named after, with the noise asked for", async () => {
  const points = async (source: "moons" | "circles" | "spirals" | "xor", noise: number) => {
    const { train } = await sources[source].load(config(source, { train: 2000, noise }) as never);
    return rowsOf(train, 2).map(([x, y], row) => ({ x: x!, y: y!, label: train.targets[row]! }));
  };
  for (const { x, y, label } of await points("circles", 0))
    expect(Math.hypot(x, y)).toBeCloseTo(label === 0 ? 1 : 0.5, 6);
  for (const { x, y, label } of await points("moons", 0)) {
    expect(label === 0 ? Math.hypot(x, y) : Math.hypot(x - 1, y - 0.5)).toBeCloseTo(1, 6);
  }
  for (const { x, y, label } of await points("spirals", 0)) {
    const way = Math.hypot(x, y) / 2;
    const angle = 3.5 * Math.PI * way + Math.PI * label;
    expect(x).toBeCloseTo(2 * way * Math.sin(angle), 5);
    expect(y).toBeCloseTo(2 * way * Math.cos(angle), 5);
  }
  for (const { x, y, label } of await points("xor", 0)) expect(x * y).toBe(label === 0 ? 1 : -1);
  const noisy = await points("xor", 0.3);
  const errors = noisy.map(({ x }) => x - Math.sign(x));
  expect(standardDeviation(errors)).toBeCloseTo(0.3, 1);
  const [xs, ys] = [noisy.map(({ x }) => x), noisy.map(({ y }) => y)];
  expect(Math.abs(sampleCorrelation(xs, ys))).toBeLessThan(0.1);
});
