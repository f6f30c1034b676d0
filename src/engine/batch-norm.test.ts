import { expect, test } from "vitest";
import { noSums } from "./sample-sums";
import { dataOf, layersOf, letItRun, onBackends, trainingOf } from "./testing";
import { onNative } from "./graph/testing";
import pytorch from "./batch-norm.json";
import type { Engine, EvaluationMode, RunPlan } from "./engine";

/**
 * A network with batch normalisation on rows and on pictures, trained by PyTorch in float64 (bench/reference/batch_norm.py) on
 * the same start and data: all rows in each batch, so that their order makes no difference.
 */
const rows = pytorch.targets.length;
const data = {
  ...dataOf({ rows, features: 3, outputs: 2 }),
  ...Object.fromEntries(
    (["train", "validation"] as const).map((name) => [
      name,
      { rows, inputs: Float32Array.from(pytorch.inputs), targets: Float32Array.from(pytorch.targets) },
    ]),
  ),
};
const plan: RunPlan = {
  layers: layersOf(
    { type: "batchNorm" },
    { type: "dense", units: 12 },
    { type: "reshape", height: 2, width: 2, channels: 3 },
    { type: "batchNorm", momentum: 0.25 },
    { type: "tanh" },
    { type: "dense", units: 2 },
  ),
  training: trainingOf({ batchSize: rows, optimizer: { type: "sgd", learningRate: pytorch.rate } }),
  seed: 1,
};

async function expectPyTorch(engine: Engine): Promise<void> {
  const run = engine.openRun(plan, data, {
    epoch: 0,
    samplesDone: 0,
    sums: noSums,
    weights: Float32Array.from(pytorch.start.weights),
    buffers: Float32Array.from(pytorch.start.buffers),
    slots: [new Float32Array(pytorch.start.weights.length)],
  });
  try {
    for (const [index, loss] of pytorch.losses.entries()) {
      expect((await run.trainEpoch(index + 1, letItRun)).loss).toBeCloseTo(loss, 5);
    }
    const evaluate = (mode: "eval" | "evalForgotten") =>
      run.evaluate("validation", mode, pytorch.losses.length, 0, letItRun);
    expect((await evaluate("evalForgotten")).loss).toBeCloseTo(pytorch.forgotten, 5);
    expect((await evaluate("eval")).loss).toBeCloseTo(pytorch.evaluated, 5);
    // After both evaluations: neither has moved the running statistics.
    const { weights, buffers } = await run.vectors();
    expectWithin(buffers, pytorch.end.buffers, 1e-5);
    expectWithin(weights, pytorch.end.weights, 1e-5);
  } finally {
    run.dispose();
  }
}

/** Relative to the value where that is above 1: float32 has 7 digits. */
function expectWithin(found: Float32Array, wanted: readonly number[], tolerance: number): void {
  expect(found.length).toBe(wanted.length);
  wanted.forEach((value, index) => {
    expect(Math.abs(found[index]! - value) / Math.max(1, Math.abs(value))).toBeLessThan(tolerance);
  });
}

onBackends((backend) => {
  test("parameters and running statistics are PyTorch's after six steps", () =>
    expectPyTorch(backend().engine));
});

onNative((native) => {
  test("the graph's parameters and running statistics are PyTorch's after six steps", () =>
    expectPyTorch(native().engine));

  const partly = dataOf({ rows: 203, features: 3, outputs: 2 });
  const both = (rate: number): RunPlan => ({
    layers: layersOf(
      { type: "dense", units: 5 },
      { type: "batchNorm" },
      { type: "dropout", rate },
      { type: "dense", units: 4 },
      { type: "batchNorm" },
      { type: "dropout", rate },
      { type: "dense", units: 2 },
    ),
    training: trainingOf({ batchSize: 27 }),
    seed: 4,
  });

  test.each(["plain", "engine"] as const)("each of the two is forgotten by itself: %s", async (name) => {
    const engine = native()[name];
    const run = engine.openRun(both(0.4), partly);
    await run.trainEpoch(1, letItRun);
    const measure = (mode: EvaluationMode, of = run) => of.evaluate("validation", mode, 1, 1, letItRun);
    const state = structuredClone(await run.state());
    const [batchNorm, dropout] = [await measure("batchNormForgotten"), await measure("dropoutForgotten")];
    const [all, none] = [await measure("evalForgotten"), await measure("eval")];
    expect(await measure("dropoutForgotten")).toEqual(dropout);
    expect((await run.state()).buffers).toEqual(state.buffers);
    run.dispose();
    expect(new Set([all, none, batchNorm, dropout].map(({ loss }) => loss)).size).toBe(4);
    // Without dropout, forgetting all is forgetting batch normalisation.
    const without = engine.openRun(both(0), partly, state);
    expect(await measure("evalForgotten", without)).toEqual(batchNorm);
    expect((await measure("eval", without)).loss).toBeCloseTo(none.loss, 6);
    without.dispose();
  });

  test("both engines forget each by itself alike", async () => {
    const measure = async (engine: Engine) => {
      const run = engine.openRun(both(0.4), partly);
      await run.trainEpoch(1, letItRun);
      const partial = (["dropoutForgotten", "batchNormForgotten"] as const).map((mode) =>
        run.evaluate("validation", mode, 1, 1, letItRun),
      );
      const found = await Promise.all(partial);
      run.dispose();
      return found.map(({ loss }) => loss);
    };
    const [graph, plain] = [await measure(native().engine), await measure(native().plain)];
    graph.forEach((loss, index) => expect(loss).toBeCloseTo(plain[index]!, 4));
  });

  test.each([7, 8])(
    "eval forgotten takes batches of training's size on both engines, %i rows, with the masks of dropout",
    async (batchSize) => {
      const many = dataOf({ rows: 1203, features: 3, outputs: 2 });
      const layers = layersOf(
        { type: "dense", units: 5 },
        { type: "batchNorm" },
        { type: "dropout", rate: 0.4 },
        { type: "dense", units: 2 },
      );
      const design = { layers, training: trainingOf({ batchSize }), seed: 4 };
      const measure = async (engine: Engine) => {
        const run = engine.openRun(design, many);
        const forgotten = [0, 1].map((pass) =>
          run.evaluate("validation", "evalForgotten", 1, pass, letItRun),
        );
        const found = await Promise.all(forgotten);
        run.dispose();
        return found.map(({ loss }) => loss);
      };
      const [graph, plain] = [await measure(native().engine), await measure(native().plain)];
      graph.forEach((loss, pass) => expect(loss).toBeCloseTo(plain[pass]!, 5));
      expect(Math.abs(graph[0]! - graph[1]!)).toBeGreaterThan(1e-4);
    },
  );
});
