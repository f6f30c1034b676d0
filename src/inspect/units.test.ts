import { expect, test } from "vitest";
import { mostCorrelatedUnits, type Units } from "../contract/inspect-units";
import type { Dataset } from "../data/dataset";
import type { Engine, NamedValues } from "../engine/engine";
import { onNative } from "../engine/graph/testing";
import { dataOf, layersOf, letItRun, onBackends, trainingOf } from "../engine/testing";
import type { Tensorflow } from "../tensor/tensorflow";
import { correlationsOf } from "./correlations";
import { histogramOf } from "./histogram";
import { openNetwork } from "./network";
import { unitsOf } from "./units";

const facts = { epoch: 0, epochs: [0], epochsDone: 1 };
const asked = { runId: "a", pictures: true };

/** The same numbers as in bench/reference/units.py. */
const [rows, features, units] = [50, 6, 5] as const;
const float32 = (count: number, at: (place: number) => number) =>
  Float32Array.from({ length: count }, (_, place) => at(place));
const kernel = float32(features * units, (place) => Math.cos(place * 1.7));
const known: readonly NamedValues[] = [
  { name: "layers.0.kernel", shape: [features, units], values: kernel },
  { name: "layers.0.bias", shape: [units], values: Float32Array.of(0.25, 0, -100, -0.5, 1) },
  { name: "layers.3.kernel", shape: [units, 1], values: new Float32Array(units) },
  { name: "layers.3.bias", shape: [1], values: new Float32Array(1) },
];
const planOf = (...layers: Parameters<typeof layersOf>) => ({
  layers: layersOf(...layers),
  training: trainingOf({ loss: "meanSquaredError", batchSize: 10, epochs: 3 }),
  seed: 4,
});
const relu = planOf(
  { type: "dense", units },
  { type: "relu" },
  { type: "dropout", rate: 0.5 },
  { type: "dense", units: 1 },
);
const regression = (validation: Float32Array): Dataset => ({
  ...dataOf({ task: "regression", rows, features, outputs: 1 }),
  validation: { inputs: validation, targets: new Float32Array(rows), rows },
});

function closeTo(actual: readonly number[], expected: readonly number[], digits = 6): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, digits));
}

onBackends((backend) => {
  test("activations, norms and correlations are NumPy's", () => {
    const { tf } = backend();
    const data = regression(float32(rows * features, (place) => Math.sin(place * 0.9)));
    const { layers, ...about } = unitsOf(tf, openNetwork(tf, relu, data, known), data, facts, asked);
    expect(about).toEqual({ epoch: 0, epochs: [0], rows, of: rows });
    expect(layers).toHaveLength(1);
    const [{ correlations, ...layer }] = layers as [Units["layers"][number]];
    expect(layer).toMatchObject({ layer: 0, output: 1, units, dead: 1 });
    expect(layer.mean).toBeCloseTo(0.3075604117542728, 6);
    expect(layer.zero).toBeCloseTo(0.528, 12);
    expect(layer.notPositive).toBe(layer.zero);
    closeTo(
      layer.means,
      [0.3301377876731673, 0.1917750450872683, 0, 0.01653862000592722, 0.9993506060050009],
    );
    closeTo(
      layer.norms,
      [1.742725883247729, 1.6903581388422606, 1.799669519076323, 1.6373535426434949, 1.837974054041497],
      12,
    );
    expect(correlations).toMatchObject({ used: units, constant: 1 });
    expect(correlations.mean).toBeCloseTo(0.34448637359223433, 5);
    const { units: varying, values } = correlations.matrix!;
    expect(varying).toEqual([0, 1, 3, 4]);
    const upper = values.filter((_, index) => index % 4 > Math.floor(index / 4));
    closeTo(
      upper,
      [
        -0.2877342700370129, 0.22201761772437004, 0.8311861373269458, -0.3788868358403017, 0.2739547619132434,
        -0.07313861871153196,
      ],
      5,
    );
    for (let row = 0; row < 4; row++) {
      expect(values[row * 5]).toBe(1);
      for (let other = 0; other < 4; other++) expect(values[row * 4 + other]).toBe(values[other * 4 + row]);
    }
    const total = ({ counts }: { counts: readonly number[] }) => counts.reduce((sum, count) => sum + count);
    const { activations, means, weights, norms } = layer.histograms;
    expect([activations, means, weights, norms].map(total)).toEqual([
      rows * units,
      units,
      features * units,
      units,
    ]);
  });

  test("matrices and pictures are told only where they are wanted", () => {
    const { tf } = backend();
    const image: [number, number, number] = [2, 3, 1];
    const data: Dataset = { ...regression(float32(rows * features, Math.sin)), image };
    const network = openNetwork(tf, relu, data, known);
    const { pictures, layers } = unitsOf(tf, network, data, facts, asked);
    expect(pictures).toMatchObject({ shape: [2, 3, 1], of: units });
    expect(pictures!.weights).toHaveLength(units);
    // The weights of unit 3, input by input.
    expect(pictures!.weights[3]).toEqual([0, 1, 2, 3, 4, 5].map((pixel) => kernel[pixel * units + 3]));
    const plain = unitsOf(tf, network, data, facts, { ...asked, pictures: false });
    expect(plain.pictures).toBeUndefined();
    expect(plain.layers[0]!.correlations.matrix).toBeUndefined();
    expect(plain.layers[0]!.correlations.mean).toBe(layers[0]!.correlations.mean);
    expect(unitsOf(tf, network, regression(data.validation.inputs), facts, asked).pictures).toBeUndefined();
  });
});

/** Deep and irregular: the activations are the outputs of layers 2, 6 and 10. */
const deep = planOf(
  { type: "dropout", rate: 0.2 },
  { type: "dense", units: 12 },
  { type: "tanh" },
  { type: "dropout", rate: 0.5, scaling: "classic" },
  { type: "dense", units: 12 },
  { type: "dropout", rate: 0.3, scaling: "classic" },
  { type: "relu" },
  { type: "reshape", height: 2, width: 2, channels: 3 },
  { type: "flatten" },
  { type: "dense", units: 7 },
  { type: "layerNorm" },
  { type: "dropout", rate: 0.1, scaling: "classic" },
  { type: "dense", units: 1 },
);
const outputs = [2, 6, 10];

/** A network that ends with a hidden layer puts out its activations: in the engine's own forward pass. */
async function expectEngine(tf: Tensorflow, engine: Engine, digits: number): Promise<void> {
  const data = dataOf({ task: "regression", rows, features, outputs: 1 });
  const run = engine.openRun(deep, data);
  await run.trainEpoch(1, letItRun);
  const [weights, state] = [await run.weights(), await run.state()];
  run.dispose();
  const told = unitsOf(tf, openNetwork(tf, deep, data, weights), data, facts, asked);
  expect(told.layers.map(({ output }) => output)).toEqual(outputs);
  for (const { output, units: count, means, zero, notPositive, correlations, mean } of told.layers) {
    const shorter = { ...deep, layers: deep.layers.slice(0, output + 1) };
    const part = engine.openRun(shorter, data);
    const length = (await part.vectors()).weights.length;
    const values: number[] = [];
    // The parameters of the first layers are the first of all.
    const own = { weights: state.weights.slice(0, length), buffers: new Float32Array() };
    for await (const some of part.predict(data.validation, own)) values.push(...some);
    part.dispose();
    expect(values).toHaveLength(rows * count);
    const sums = Array.from({ length: count }, (_, unit) =>
      values.reduce((sum, value, index) => (index % count === unit ? sum + value : sum), 0),
    );
    closeTo(
      means,
      sums.map((sum) => sum / rows),
      digits,
    );
    expect(mean).toBeCloseTo(sums.reduce((sum, value) => sum + value) / values.length, digits);
    expect(zero).toBeCloseTo(values.filter((value) => value === 0).length / values.length, 12);
    expect(notPositive).toBeCloseTo(values.filter((value) => value <= 0).length / values.length, 12);
    const again = correlationsOf(Float32Array.from(values), rows, count, true);
    closeTo(correlations.matrix!.values, again.matrix!.values, digits - 1);
  }
}

onBackends((backend) => {
  test("activations are those of the plain engine's forward pass in eval mode", () =>
    expectEngine(backend().tf, backend().engine, 5));
});
onNative((native) => {
  test("activations are those of the graph engine's forward pass in eval mode", () =>
    expectEngine(native().tf, native().engine, 4));
});

onBackends(
  (backend) => {
    test("of many validation rows the first are taken, and a network without hidden layers has none", () => {
      const { tf } = backend();
      const data = dataOf({ task: "regression", rows: 1100, features, outputs: 1 });
      const plan = planOf({ type: "dense", units: 1 });
      const told = unitsOf(tf, openNetwork(tf, plan, data), data, facts, asked);
      expect(told).toEqual({ epoch: 0, epochs: [0], rows: 1000, of: 1100, layers: [] });
    });
  },
  ["cpu"],
);

test("of a wide layer the first units are correlated, and units that never vary are left out", () => {
  const wide = mostCorrelatedUnits + 40;
  const values = float32(30 * wide, (place) => (place % wide < 3 ? 0.5 : Math.sin(place * place)));
  const { used, constant, matrix, mean } = correlationsOf(values, 30, wide, true);
  expect([used, constant]).toEqual([mostCorrelatedUnits, 3]);
  expect(matrix!.units).toEqual(Array.from({ length: used - 3 }, (_, index) => index + 3));
  const count = used - 3;
  const off = matrix!.values.reduce((sum, value) => sum + Math.abs(value), 0) - count;
  expect(mean).toBeCloseTo(off / (count * (count - 1)), 12);
});

test("units that say the same correlate by 1, opposites by −1, and one unit with nothing", () => {
  const same = Float32Array.from([1, 2, -1, 2, 4, -2, 5, 10, -5]);
  const { mean, matrix } = correlationsOf(same, 3, 3, true);
  expect(mean).toBeCloseTo(1, 12);
  closeTo(matrix!.values, [1, 1, -1, 1, 1, -1, -1, -1, 1], 12);
  expect(correlationsOf(Float32Array.of(1, 2), 2, 1, false)).toEqual({ used: 1, constant: 0, mean: null });
});

test("a histogram is NumPy's in bins whose width is a power of 2", () => {
  const values = Array.from({ length: 1000 }, (_, place) => Math.sin(place * 0.37) ** 3 - 0.2);
  const { width, first, counts } = histogramOf(values);
  expect([width, first]).toEqual([0.03125, -39]);
  expect(counts).toEqual([
    27, 28, 16, 17, 13, 10, 10, 10, 8, 10, 12, 8, 9, 8, 7, 12, 8, 9, 9, 8, 8, 8, 10, 13, 9, 11, 11, 17, 14,
    16, 22, 35, 162, 36, 27, 18, 17, 14, 12, 10, 10, 10, 12, 11, 8, 8, 8, 9, 12, 8, 8, 8, 8, 8, 8, 12, 11, 9,
    9, 11, 15, 13, 16, 22, 37,
  ]);
});

test("equal values, and values that hardly differ, are a few bins", () => {
  expect(histogramOf([0, 0])).toEqual({ width: 1, first: 0, counts: [2] });
  expect(histogramOf([3, 3, 3])).toMatchObject({ counts: [3] });
  expect(histogramOf([1e6, 1e6 + 1e-9]).counts).toEqual([2]);
});

onBackends(
  (backend) => {
    test("the units of a convolution are its maps, over all of their pixels, and its filters are pictures", () => {
      const { tf } = backend();
      const image = [3, 2, 1] as [number, number, number];
      const data = { ...regression(float32(rows * features, (place) => Math.sin(place * 0.9))), image };
      const plan = planOf(
        { type: "conv2d", filters: 4, kernelSize: 2, padding: "same" },
        { type: "relu" },
        { type: "maxPool2d", stride: 1 },
        { type: "dropout", rate: 0.5 },
        { type: "dense", units: 1 },
      );
      const network = openNetwork(tf, plan, data);
      const { layers, pictures } = unitsOf(tf, network, data, facts, asked);
      expect(layers).toHaveLength(1);
      expect(layers[0]).toMatchObject({ layer: 0, output: 2, units: 4 });
      expect(layers[0]!.histograms.activations.counts.reduce((sum, count) => sum + count, 0)).toBe(
        rows * 2 * 4,
      );
      const { values } = network.values.get("layers.0.kernel")!;
      const squares = [0, 1, 2, 3].map((filter) =>
        values.reduce((sum, weight, place) => (place % 4 === filter ? sum + weight ** 2 : sum), 0),
      );
      closeTo(layers[0]!.norms, squares.map(Math.sqrt));
      expect(pictures).toMatchObject({ shape: [2, 2, 1], of: 4 });
      expect(pictures!.weights[1]).toEqual([values[1], values[5], values[9], values[13]]);
    });
  },
  ["cpu"],
);
