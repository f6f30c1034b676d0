import { expect, test, vi } from "vitest";
import { z } from "../../messages/zod";
import type { Layer } from "../../nn/layers/kinds";
import { layerKind } from "../../nn/layers/layer-kind";
import { graphLayer } from "../../nn/layers/graph-layer";
import { plainLayer } from "../../nn/layers/plain-layer";
import { RandomStream } from "../../random/random";
import { binary, columnSums, float } from "../../tensor/ops";
import type { Output } from "../../tensor/graph";
import type { Engine, RunPlan, TrainingState } from "../engine";
import { dataOf, layersOf, letItRun, trainingOf } from "../testing";
import { onNative, weightsApart } from "./testing";

/**
 * Buffers on both engines, shown by the smallest layer that has one: it subtracts the batch's mean in training, and in
 * evaluation the running mean of the batches, its buffer. It is in the registries only here.
 */
const share = 0.1;
const batchRows = 25;

const centring = layerKind({
  schema: z.strictObject({ type: z.literal("centring") }),
  state: (_, input) => [{ name: "runningMean", shape: [input.at(-1)!], trainable: false }],
  initialValues: () => ({ runningMean: () => 0.5 }),
  forgetsEval: () => true,
});

const centringPlain = plainLayer(centring, ({ tf, inputs, mode, state }) => {
  const before = state["runningMean"]!;
  const mean = mode === "eval" ? before : tf.mean(inputs, 0);
  return {
    outputs: tf.sub(inputs, mean),
    toInputs: (gradient) => tf.sub(gradient, tf.mean(gradient, 0)),
    ...(mode === "train" && {
      buffers: { runningMean: tf.add(tf.mul(before, 1 - share), tf.mul(mean, share)) },
    }),
  };
});

const centringGraph = graphLayer(centring, {
  forward({ graph, inputs, mode, read }) {
    // The tests train and evaluate as many rows at once.
    const meanOf = (x: Output) => binary(graph, "Mul", columnSums(graph, x), float(graph, 1 / batchRows));
    const before = read("runningMean");
    const mean = mode === "eval" ? before : meanOf(inputs);
    const part = (x: Output, factor: number) => binary(graph, "Mul", x, float(graph, factor));
    return {
      outputs: binary(graph, "Sub", inputs, mean),
      toInputs: (gradient) => binary(graph, "Sub", gradient, meanOf(gradient)),
      ...(mode === "train" && {
        buffers: { runningMean: binary(graph, "AddV2", part(before, 1 - share), part(mean, share)) },
      }),
    };
  },
});

function isCentring({ type }: { readonly type: string }): boolean {
  return type === "centring";
}

vi.mock(import("../../nn/layers/kinds"), async (original) => {
  const { kindOf, ...others } = await original();
  return { ...others, kindOf: ((layer) => (isCentring(layer) ? centring : kindOf(layer))) as typeof kindOf };
});
vi.mock(import("../../nn/layers/plain"), async (original) => {
  const { plainOf } = await original();
  return { plainOf: ((layer) => (isCentring(layer) ? centringPlain : plainOf(layer))) as typeof plainOf };
});
vi.mock(import("../../nn/layers/graph"), async (original) => {
  const { graphOf } = await original();
  return { graphOf: ((layer) => (isCentring(layer) ? centringGraph : graphOf(layer))) as typeof graphOf };
});

const drawn = dataOf({ rows: 4 * batchRows, features: 3, outputs: 2 });
const { inputs, targets } = drawn.validation;
const data = {
  ...drawn,
  validation: {
    rows: batchRows,
    inputs: inputs.slice(0, 3 * batchRows),
    targets: targets.slice(0, batchRows),
  },
};
const centre = { type: "centring" } as unknown as Layer;
const [hidden, tanh, last] = layersOf(
  { type: "dense", units: 5 },
  { type: "tanh" },
  { type: "dense", units: 2 },
);
const plan: RunPlan = {
  layers: [centre, hidden!, tanh!, centre, last!],
  training: trainingOf({ batchSize: batchRows, optimizer: { type: "adam", learningRate: 0.01 } }),
  seed: 3,
};

/** The first layer's running mean after some epochs, which depends on the data only. */
function runningMean(epochs: number): number[] {
  const { rows, inputs: values } = data.train;
  let means = [0.5, 0.5, 0.5];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = new RandomStream(plan.seed, "shuffle", { step: epoch }).permutation(rows);
    for (let start = 0; start < rows; start += batchRows) {
      const batch = Array.from(order.subarray(start, start + batchRows));
      means = means.map((mean, feature) => {
        const sum = batch.reduce((total, row) => total + values[row * 3 + feature]!, 0);
        return (1 - share) * mean + (share * sum) / batchRows;
      });
    }
  }
  return means;
}

async function train(engine: Engine, epochs: number, start?: TrainingState) {
  const run = engine.openRun(plan, data, start);
  try {
    for (let epoch = (start?.epoch ?? 0) + 1; epoch <= epochs; epoch++) await run.trainEpoch(epoch, letItRun);
    const evaluate = (mode: "eval" | "evalForgotten") =>
      run.evaluate("validation", mode, epochs, 0, letItRun);
    const metrics = [await evaluate("eval"), await evaluate("evalForgotten"), await evaluate("eval")];
    return { metrics, weights: await run.weights(), state: structuredClone(await run.state()) };
  } finally {
    run.dispose();
  }
}

onNative((native) => {
  test.each(["plain", "engine"] as const)("training alone moves buffers: %s", async (name) => {
    const { weights, state, metrics } = await train(native()[name], 3);
    expect(weights.map((each) => each.name)).toEqual([
      "layers.0.runningMean",
      "layers.1.kernel",
      "layers.1.bias",
      "layers.3.runningMean",
      "layers.4.kernel",
      "layers.4.bias",
    ]);
    runningMean(3).forEach((mean, feature) => expect(weights[0]!.values[feature]).toBeCloseTo(mean, 5));
    expect(state.buffers).toEqual(Float32Array.of(...weights[0]!.values, ...weights[3]!.values));
    expect(state.weights.length).toBe(3 * 5 + 5 + 5 * 2 + 2);
    expect(metrics[0]).toEqual(metrics[2]);
  });

  test.each(["plain", "engine"] as const)("a run goes on with its buffers: %s", async (name) => {
    const whole = await train(native()[name], 4);
    const half = await train(native()[name], 2);
    expect(await train(native()[name], 4, half.state)).toEqual(whole);
  });

  test("both engines give the same", async () => {
    const [graph, plain] = [await train(native().engine, 4), await train(native().plain, 4)];
    expect(weightsApart(graph.weights, plain.weights)).toBeLessThan(1e-4);
    graph.metrics.forEach(({ loss }, index) => expect(loss).toBeCloseTo(plain.metrics[index]!.loss, 4));
  });
});
