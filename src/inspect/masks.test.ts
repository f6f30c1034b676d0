import { describe, expect, test } from "vitest";
import type { Dataset } from "../data/dataset";
import type { Engine, NamedValues } from "../engine/engine";
import { onNative } from "../engine/graph/testing";
import { dataOf, layersOf, letItRun, onBackends, trainingOf } from "../engine/testing";
import { batchOfStep } from "./batch";
import { maskOfRow, masksOfStep } from "./masks";

/** Rows of a minibatch, units of the dropped layer: odd, so that a word is left half used. */
const [batchSize, units, steps, epochs] = [3, 7, 4, 2] as const;
const rows = batchSize * steps - 1;
const features = rows * units;
const seed = 11;

/**
 * Sample r has ones in its own block of features and zeros elsewhere, so that the gradient of the weights of that block is the
 * sample's mask times one number: a training step shows the masks of all its samples.
 */
const inputs = new Float32Array(rows * features);
for (let row = 0; row < rows; row++)
  inputs.fill(1, row * features + row * units, row * features + (row + 1) * units);
const data: Dataset = {
  ...dataOf({ task: "regression", rows, features, outputs: 1 }),
  train: { inputs, targets: Float32Array.from({ length: rows }, (_, row) => 50 + row), rows },
};
// Two masks in a row: each layer that drops has its own, told apart by its ordinal.
const layers = layersOf(
  { type: "dropout", rate: 0.3 },
  { type: "dropout", rate: 0 },
  { type: "dropout", rate: 0.5 },
  { type: "dense", units: 1 },
);
const plan = {
  layers,
  training: trainingOf({
    loss: "meanSquaredError",
    optimizer: { type: "sgd", learningRate: 0.01 },
    batchSize,
    epochs,
  }),
  seed,
};

const kernelIn = (weights: readonly NamedValues[]) =>
  weights.find(({ name }) => name === "layers.3.kernel")!.values;

/** The kernel before training and after each epoch. */
async function kernelsOf(engine: Engine): Promise<Float32Array[]> {
  const run = engine.openRun(plan, data);
  const kernels = [kernelIn(await run.weights())];
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      await run.trainEpoch(epoch, letItRun);
      kernels.push(kernelIn(await run.weights()));
    }
  } finally {
    run.dispose();
  }
  return kernels;
}

/** An epoch changes exactly the weights of a sample's block that the masks of that sample's step let through. */
function expectMasks(kernels: readonly Float32Array[]): void {
  for (let step = 0; step < steps * epochs; step++) {
    const { epoch, samples } = batchOfStep(rows, batchSize, seed, step);
    const masks = masksOfStep(layers, [features], { seed, step, rows: samples.length });
    samples.forEach((sample, row) => {
      const block = (values: Float32Array) => values.subarray(sample * units, (sample + 1) * units);
      const [before, after] = [block(kernels[epoch - 1]!), block(kernels[epoch]!)];
      const changed = Array.from(before, (weight, unit) => weight !== after[unit]);
      const together = masks.map((mask) => block(maskOfRow(mask, row)));
      const kept = changed.map((_, unit) => together.every((mask) => mask[unit] !== 0));
      expect(changed, `step ${step}, sample ${sample}`).toEqual(kept);
    });
  }
}

describe("the masks of a step are those that a run draws, unit by unit", () => {
  onBackends((backend) => {
    test("by the plain engine", async () => expectMasks(await kernelsOf(backend().engine)));
  });
  onNative((native) => {
    test("by the graph engine", async () => expectMasks(await kernelsOf(native().engine)));
  });
});

test("a layer keeps units with the multiplier of its rate, and one at rate 0 keeps all as they are", () => {
  const masks = masksOfStep(layers, [features], { seed, step: 5, rows: 3 });
  expect(masks.map(({ layer, ordinal, rate }) => [layer, ordinal, rate])).toEqual([
    [0, 0, 0.3],
    [1, 1, 0],
    [2, 2, 0.5],
  ]);
  expect(new Set(masks[1]!.multipliers)).toEqual(new Set([1]));
  expect(new Set(masks[2]!.multipliers)).toEqual(new Set([0, 2]));
});

test("the multiplier of a kept unit is that of the layer's scaling, and the units are the same", () => {
  const multipliersOf = (scaling: "inverted" | "classic" | "none") => {
    const [mask] = masksOfStep(layersOf({ type: "dropout", rate: 0.5, scaling }), [9], {
      seed,
      step: 5,
      rows: 3,
    });
    return Array.from(mask!.multipliers);
  };
  const kept = multipliersOf("classic");
  expect(new Set(kept)).toEqual(new Set([0, 1]));
  expect(multipliersOf("none")).toEqual(kept);
  expect(multipliersOf("inverted")).toEqual(kept.map((each) => 2 * each));
});
