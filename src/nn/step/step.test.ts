import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptySplit, type Dataset } from "../../data/dataset";
import { onNative } from "../../engine/graph/testing";
import { layersOf, letItRun, onBackends, trainingOf } from "../../engine/testing";
import type { Engine } from "../../engine/engine";
import { balancedWeights, type StepSettings } from "./settings";

/** Weights after some steps on all rows, in PyTorch: bench/reference/steps.py. */
interface Reference {
  readonly inputs: readonly number[];
  readonly classes: readonly number[];
  readonly learningRate: number;
  readonly start: readonly number[];
  readonly cases: readonly {
    readonly settings: StepSettings;
    /** The plain cross entropy before each step. */
    readonly losses: readonly number[];
    readonly weights: readonly number[];
  }[];
}

const file = join(import.meta.dirname, "pytorch.json");
const { inputs, classes, learningRate, start, cases } = JSON.parse(readFileSync(file, "utf8")) as Reference;
const rows = classes.length;
const split = { inputs: Float32Array.from(inputs), targets: Float32Array.from(classes), rows };
const data: Dataset = {
  ...{ task: "classification", features: 4, outputs: 3, train: split, validation: split, test: emptySplit },
  preparation: { target: { task: "classification", classes: ["a", "b", "c"] } },
};

async function expectSteps(engine: Engine, { settings, losses, weights }: Reference["cases"][number]) {
  const plan = {
    layers: layersOf({ type: "dense", units: 5 }, { type: "tanh" }, { type: "dense", units: 3 }),
    training: trainingOf({ ...settings, batchSize: rows, optimizer: { type: "sgd", learningRate } }),
    seed: 1,
  };
  const values = Float32Array.from(start);
  const slots = [new Float32Array(values.length)];
  const sums = { loss: 0, hits: 0 };
  const buffers = new Float32Array();
  const run = engine.openRun(plan, data, { epoch: 0, samplesDone: 0, sums, weights: values, buffers, slots });
  for (const [index, loss] of losses.entries()) {
    expect((await run.trainEpoch(index + 1, letItRun)).loss).toBeCloseTo(loss, 5);
  }
  const { weights: trained } = await run.vectors();
  run.dispose();
  weights.forEach((weight, index) => expect(Math.abs(trained[index]! - weight)).toBeLessThan(1e-5));
}

onBackends((backend) => {
  test.each(cases)("five steps with $settings are PyTorch's, op by op", (reference) =>
    expectSteps(backend().engine, reference),
  );
});

onNative((native) => {
  test.each(cases)("five steps with $settings are PyTorch's, in a graph", (reference) =>
    expectSteps(native().engine, reference),
  );
});

test("balanced weights are scikit-learn's, and a class without samples counts nothing", () => {
  // compute_class_weight("balanced", classes=[0, 1, 3], y=[0, 0, 0, 1, 3, 3])
  expect([...balancedWeights([0, 0, 0, 1, 3, 3], 5)]).toEqual([Math.fround(2 / 3), 2, 0, 1, 0]);
});
