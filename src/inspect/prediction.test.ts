import { expect, test } from "vitest";
import type { Prediction } from "../contract/contract";
import type { Dataset } from "../data/dataset";
import type { Engine } from "../engine/engine";
import { onNative } from "../engine/graph/testing";
import { measureEnd } from "../engine/measure-end";
import { dataOf, layersOf, letItRun, onBackends, trainingOf } from "../engine/testing";
import type { LabError } from "../messages/failure";
import type { Tensorflow } from "../tensor/tensorflow";
import { openNetwork } from "./network";
import { predictionOf } from "./prediction";
import { Predictor } from "./predictor";
import { validationSamplesOf } from "./validation-samples";

const layers = layersOf(
  { type: "dense", units: 7 },
  { type: "relu" },
  { type: "dropout", rate: 0.4 },
  { type: "dense", units: 5 },
  { type: "tanh" },
  { type: "dropout", rate: 0.2 },
);
/** The first layer that draws is inside the second block, and another draws after it. */
const inBlocks = layersOf(
  { type: "residual", layers: [{ type: "dense", units: 5 }, { type: "tanh" }] },
  {
    type: "residual",
    layers: [
      { type: "dense", units: 6 },
      { type: "selu" },
      { type: "alphaDropout", rate: 0.3 },
      { type: "stochasticDepth", rate: 0.4 },
    ],
  },
  { type: "dropout", rate: 0.2 },
);
const planFor = ({ task, outputs }: Dataset, hidden = layers) => ({
  layers: [...hidden, ...layersOf({ type: "dense", units: outputs })],
  training: trainingOf({
    loss: task === "classification" ? "softmaxCrossEntropy" : "meanSquaredError",
    ...{ optimizer: { type: "sgd" }, batchSize: 4, epochs: 3 },
  }),
  seed: 5,
});
const facts = { epoch: 2, epochs: [0, 2], epochsDone: 2 };
const runId = "a";

/** Of one class or value the loss tells the prediction. */
const lossOf = ({ task, preparation }: Dataset, prediction: readonly number[], target: number): number => {
  if (task === "classification") return -Math.log(prediction[target]!);
  const { divisor } = { divisor: 1, ...preparation.target };
  return ((prediction[0]! - target) / divisor) ** 2;
};

/** What is told of all validation samples has the mean loss of the engine's evaluation: in eval mode, and in each pass. */
async function expectEngine(tf: Tensorflow, engine: Engine, hidden = layers): Promise<void> {
  for (const task of ["classification", "regression"] as const) {
    const data = dataOf({ task, rows: 12, features: 4, outputs: task === "regression" ? 1 : 3 });
    const plan = planFor(data, hidden);
    const network = openNetwork(tf, plan, data);
    const run = engine.openRun(plan, data);
    try {
      const told = Array.from({ length: 12 }, (_, row) =>
        predictionOf(tf, network, data, facts, { runId, passes: 4, input: { from: "sample", row } }),
      );
      const meanLoss = (predictionIn: (of: Prediction) => readonly number[]) =>
        told.reduce((sum, of) => sum + lossOf(data, predictionIn(of), of.sample!.target), 0) / told.length;
      const { loss } = await run.evaluate("validation", "eval", facts.epoch, 0, letItRun);
      expect(meanLoss((of) => of.eval)).toBeCloseTo(loss, 4);
      for (const pass of [0, 1, 2, 3]) {
        const drawn = await run.evaluate("validation", "evalForgotten", facts.epoch, pass, letItRun);
        expect(meanLoss(({ each }) => each[pass]!)).toBeCloseTo(drawn.loss, 4);
      }
    } finally {
      run.dispose();
    }
  }
}

/** The list is what the engine measures at the end of a run with the same weights. */
async function expectEnd(tf: Tensorflow, engine: Engine): Promise<void> {
  const data = dataOf({ rows: 60, features: 4, outputs: 3 });
  const plan = planFor(data);
  const run = engine.openRun(plan, data);
  try {
    for (const epoch of [1, 2]) await run.trainEpoch(epoch, letItRun);
    const state = await run.vectors();
    const chosen = { epoch: 2, loss: 0, worse: 0, over: false, state };
    const { validation } = await measureEnd(run, plan, data, chosen, undefined);
    const network = openNetwork(tf, plan, data, await run.weights());
    const told = validationSamplesOf(tf, network, data, facts, { runId, skip: 0, count: 60 });
    expect(told.confusion).toEqual(validation.confusion);
    const right = told.samples.filter(({ target, predicted }) => target === predicted);
    expect(right.length / told.rows).toBeCloseTo(validation.accuracy!, 12);
    // Wrong ones first.
    expect(told.samples.slice(-right.length)).toEqual(right);
    expect(right.length).toBeLessThan(told.rows);
  } finally {
    run.dispose();
  }
}

onBackends((backend) => {
  test("a prediction is what the plain engine evaluates", () => expectEngine(backend().tf, backend().engine));
  test("a prediction through residual blocks is what the plain engine evaluates", () =>
    expectEngine(backend().tf, backend().engine, inBlocks));
  test("the confusion matrix is what the plain engine measures", () =>
    expectEnd(backend().tf, backend().engine));
});
onNative((native) => {
  test("a prediction is what the graph engine evaluates", () => expectEngine(native().tf, native().engine));
  test("a prediction through residual blocks is what the graph engine evaluates", () =>
    expectEngine(native().tf, native().engine, inBlocks));
  test("the confusion matrix is what the graph engine measures", () =>
    expectEnd(native().tf, native().engine));
});

onBackends(
  (backend) => {
    test("all passes at once are those of a predictor, one by one", () => {
      const { tf } = backend();
      const data = dataOf({ rows: 5, features: 4, outputs: 3 });
      const network = openNetwork(tf, planFor(data), data);
      const tensors = tf.memory().numTensors;
      const input = { from: "picture", pixels: [0.5, -1, 2, 0] } as const;
      const told = predictionOf(tf, network, data, facts, {
        ...{ runId, passes: 6 },
        input: { ...input, pixels: [...input.pixels] },
      });
      expect(tf.memory().numTensors).toBe(tensors);
      const split = { inputs: Float32Array.from(input.pixels), targets: Float32Array.of(0), rows: 1 };
      const predictor = new Predictor(tf, network, split, facts.epoch);
      told.each.forEach((probabilities, pass) => {
        const logits = predictor.predict(pass);
        const odds = logits.map((logit) => Math.exp(logit));
        const sum = odds.reduce((all, each) => all + each, 0);
        probabilities.forEach((each, output) => expect(each).toBeCloseTo(odds[output]! / sum, 6));
      });
      const [first] = told.each.map(([probability]) => probability!).sort();
      expect(told.each.some(([probability]) => probability !== first)).toBe(true);
      expect(told.sd[0]).toBeGreaterThan(0);
      predictor.dispose();
    });

    test("one cell of the confusion matrix has as many samples as it counts", () => {
      const { tf } = backend();
      const data = dataOf({ rows: 60, features: 4, outputs: 3 });
      const network = openNetwork(tf, planFor(data), data);
      const ask = (only?: { target: number; predicted: number }, skip = 0) =>
        validationSamplesOf(tf, network, data, facts, { runId, skip, count: 10, ...(only && { only }) });
      const { confusion, rows } = ask();
      expect(rows).toBe(60);
      confusion!.forEach((counts, target) =>
        counts.forEach((count, predicted) => {
          const { found, samples } = ask({ target, predicted });
          expect(found).toBe(count);
          for (const sample of samples) expect(sample).toMatchObject({ target, predicted });
        }),
      );
      const pages = [0, 10, 20, 30, 40, 50, 60].flatMap((skip) => ask(undefined, skip).samples);
      expect(pages.map(({ row }) => row).sort((one, other) => one - other)).toEqual(
        Array.from({ length: 60 }, (_, row) => row),
      );
    });

    test("what does not fit the data is refused", () => {
      const { tf } = backend();
      const data = {
        ...dataOf({ rows: 5, features: 3, outputs: 2 }),
        preparation: {
          target: { task: "classification" as const, classes: ["a", "b"] },
          features: [
            { column: "size", kind: "number" as const, mean: 1, divisor: 2 },
            ...["red", "blue"].map((category) => ({
              ...{ column: "colour", kind: "category" as const, category, mean: 0, divisor: 1 },
            })),
          ],
        },
      };
      const network = openNetwork(tf, planFor(data), data);
      const refusal = (input: Parameters<typeof predictionOf>[4]["input"]) => {
        try {
          predictionOf(tf, network, data, facts, { runId, passes: 1, input });
          return null;
        } catch (error) {
          return (error as LabError).code;
        }
      };
      expect(refusal({ from: "columns", values: [5, "red"] })).toBe(null);
      expect(refusal({ from: "columns", values: [5] })).toBe("inputUnfit");
      expect(refusal({ from: "columns", values: ["5", "red"] })).toBe("valueNoNumber");
      expect(refusal({ from: "columns", values: [null, "red"] })).toBe("valueNoNumber");
      expect(refusal({ from: "columns", values: [5, "green"] })).toBe("valueNoCategory");
      expect(refusal({ from: "picture", pixels: [1, 2] })).toBe("inputUnfit");
      expect(refusal({ from: "sample", row: 5 })).toBe("noSuchRow");
    });
  },
  ["cpu"],
);
