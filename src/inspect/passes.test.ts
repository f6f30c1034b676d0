import { expect, test } from "vitest";
import type { Passes } from "../contract/inspect-passes";
import type { Engine, EvaluationMode } from "../engine/engine";
import { onNative } from "../engine/graph/testing";
import { dataOf, layersOf, letItRun, onBackends, trainingOf } from "../engine/testing";
import type { Tensorflow } from "../tensor/tensorflow";
import { classesOver } from "./class-passes";
import { openNetwork } from "./network";
import { passesOf } from "./passes";
import type { Predictions } from "./predictor";
import { passCounts } from "./uncertainty";
import { valuesOver } from "./value-passes";

/** The same numbers as in bench/reference/uncertainty.py. */
const [rows, classes, passes] = [40, 3, 5] as const;
const outputAt = (place: number): number => 3 * Math.sin(place * 0.7) + Math.cos(place * 0.13);
const outputsOf = (pass: number): Float64Array =>
  Float64Array.from({ length: rows * classes }, (_, place) => outputAt(pass * rows * classes + place));
const preparation = (target: object) => ({ preparation: { features: [], target } }) as object;

test("averages, calibration and entropies are those of scikit-learn and SciPy", () => {
  const targets = Float32Array.from({ length: rows }, (_, row) => (row * 7 + 1) % classes);
  const split = { inputs: new Float32Array(rows), targets, rows };
  const data = {
    ...dataOf({ task: "classification", rows, features: 1, outputs: classes }),
    ...preparation({ task: "classification", classes: ["a", "b", "c"] }),
  };
  const predictions: Predictions = { predict: (pass) => outputsOf(pass ?? 0) };
  const { classification } = classesOver(predictions, data, split, passes);
  const { curve, eval: first, entropy, mutualInformation, mostCertain, leastCertain } = classification!;
  const averaged = curve.at(-1)!;
  expect(curve.map((each) => each.passes)).toEqual([1, 2, 3, 5]);
  expect(averaged.loss).toBeCloseTo(1.1847992184265803, 12);
  expect(averaged.accuracy).toBe(0.325);
  expect(averaged.calibration).toBeCloseTo(0.0937933126919118, 12);
  expect(first.loss).toBeCloseTo(2.227308687464256, 12);
  expect(first.accuracy).toBe(0);
  expect(first.calibration).toBeCloseTo(0.6971851417992302, 12);
  expect(curve[0]).toEqual({ passes: 1, ...first });
  expect(entropy).toBeCloseTo(1.065481537376362, 12);
  expect(mutualInformation).toBeCloseTo(0.3718953959628795, 12);
  const all = [...mostCertain, ...leastCertain];
  expect(all).toHaveLength(20);
  const entropies = mostCertain.map((sample) => sample.entropy);
  expect(entropies).toEqual([...entropies].sort((one, other) => one - other));
  expect(leastCertain[0]!.entropy).toBeGreaterThan(mostCertain.at(-1)!.entropy);
  for (const { row, entropy: own } of all) {
    const known = { 0: 1.0712516659061535, 7: 1.053192214723476 }[row];
    if (known !== undefined) expect(own).toBeCloseTo(known, 12);
  }
});

test("likelihood and coverage of values are SciPy's", () => {
  const first = (pass: number) =>
    Float64Array.from({ length: rows }, (_, row) => outputsOf(pass)[row * classes]!);
  const truth = Float64Array.from({ length: rows }, (_, row) => outputsOf(0)[row * classes + 1]!);
  // Targets are float32 in the lab; here they are as exact as SciPy's.
  const split = { inputs: new Float32Array(rows), targets: truth as unknown as Float32Array, rows };
  const data = {
    ...dataOf({ task: "regression", rows, features: 1, outputs: 1 }),
    ...preparation({ task: "regression", mean: 10, divisor: 2 }),
  };
  const predictions: Predictions = { predict: (pass) => first(pass ?? 0) };
  const { regression } = valuesOver(predictions, 0.25, data, split, passes);
  const { logLikelihood, coverage, curve, mostCertain, precision } = regression!;
  expect(precision).toBe(4);
  expect(logLikelihood.averaged).toBeCloseTo(-3.084736170122826, 12);
  expect(coverage).toEqual([
    { level: 0.5, share: 0.425 },
    { level: 0.8, share: 0.725 },
    { level: 0.9, share: 0.9 },
    { level: 0.95, share: 0.975 },
    { level: 0.99, share: 1 },
  ]);
  for (const { loss, rmse } of curve) expect(rmse).toBeCloseTo(2 * Math.sqrt(loss), 12);
  const { row, mean, sd, target } = mostCertain[0]!;
  const drawn = Array.from({ length: passes }, (_, pass) => first(pass)[row]!);
  const centre = drawn.reduce((sum, value) => sum + value, 0) / passes;
  const variance = drawn.reduce((sum, value) => sum + (value - centre) ** 2, 0) / passes;
  expect([mean, sd, target]).toEqual([
    expect.closeTo(10 + 2 * centre, 10),
    expect.closeTo(2 * Math.sqrt(variance), 10),
    expect.closeTo(10 + 2 * truth[row]!, 10),
  ]);
});

const plan = (layers: ReturnType<typeof layersOf>, loss: "softmaxCrossEntropy" | "meanSquaredError") => ({
  layers,
  training: trainingOf({ loss, optimizer: { type: "sgd" }, batchSize: 4, epochs: 3 }),
  seed: 5,
});
const dropping = layersOf(
  { type: "dense", units: 6 },
  { type: "relu" },
  { type: "dropout", rate: 0.4 },
  { type: "dense", units: 5 },
  { type: "tanh" },
  { type: "dropout", rate: 0.2 },
  { type: "dense", units: 3 },
);

const norm = layersOf({ type: "batchNorm" });
/** With batch normalisation, which stays in eval mode. */
const normalised = [...norm, ...dropping.slice(0, 3), ...norm, ...dropping.slice(3)];

/** Each pass is the run's own evaluation "eval forgotten" with this number; with batch normalisation, "dropout forgotten". */
async function expectEngine(
  tf: Tensorflow,
  engine: Engine,
  layers = dropping,
  mode: EvaluationMode = "evalForgotten",
): Promise<void> {
  const data = dataOf({ task: "classification", rows: 30, features: 4, outputs: 3 });
  const of = plan(layers, "softmaxCrossEntropy");
  const network = openNetwork(tf, of, data);
  const run = engine.openRun(of, data);
  try {
    const count = 4;
    const facts = { epoch: 0, epochs: [0], epochsDone: 1 };
    const told = passesOf(tf, network, data, facts, { runId: "a", passes: count }).classification!;
    const measured = [];
    for (let pass = 0; pass < count; pass++) {
      measured.push(await run.evaluate("validation", mode, 0, pass, letItRun));
    }
    const mean = measured.reduce((sum, { loss }) => sum + loss, 0) / count;
    expect(told.single.loss.mean).toBeCloseTo(mean, 4);
    expect(told.curve[0]!.loss).toBeCloseTo(measured[0]!.loss, 4);
    expect(told.curve[0]!.accuracy).toBeCloseTo(measured[0]!.accuracy!, 6);
    const { loss } = await run.evaluate("validation", "eval", 0, 0, letItRun);
    expect(told.eval.loss).toBeCloseTo(loss, 4);
  } finally {
    run.dispose();
  }
}

onBackends((backend) => {
  test("a pass is what the plain engine evaluates with eval forgotten", () =>
    expectEngine(backend().tf, backend().engine));

  test("with batch normalisation it is what the plain engine evaluates with dropout forgotten", () =>
    expectEngine(backend().tf, backend().engine, normalised, "dropoutForgotten"));
});
onNative((native) => {
  test("a pass is what the graph engine evaluates with eval forgotten", () =>
    expectEngine(native().tf, native().engine));

  test("with batch normalisation it is what the graph engine evaluates with dropout forgotten", () =>
    expectEngine(native().tf, native().engine, normalised, "dropoutForgotten"));
});

onBackends(
  (backend) => {
    test("without dropout all passes say what evaluation mode says", () => {
      const { tf } = backend();
      const data = dataOf({ task: "classification", rows: 12, features: 4, outputs: 3 });
      const of = plan(
        layersOf({ type: "dense", units: 3 }, { type: "dropout", rate: 0 }),
        "softmaxCrossEntropy",
      );
      const facts = { epoch: 0, epochs: [0], epochsDone: 1 };
      const { classification } = passesOf(tf, openNetwork(tf, of, data), data, facts, {
        runId: "a",
        passes: 7,
      });
      const { single, curve, eval: evaluated, mutualInformation } = classification!;
      expect(single.loss.sd).toBeCloseTo(0, 12);
      for (const { loss } of curve) expect(loss).toBeCloseTo(evaluated.loss, 12);
      expect(mutualInformation).toBeCloseTo(0, 12);
    });

    test("the mean and spread of many passes are those of all masks, within their standard errors", () => {
      const { tf } = backend();
      const features = 4;
      const rate = 0.3;
      const data = dataOf({ task: "regression", rows: 6, features, outputs: 1 });
      const of = plan(layersOf({ type: "dropout", rate }, { type: "dense", units: 1 }), "meanSquaredError");
      const network = openNetwork(tf, of, data);
      const facts = { epoch: 0, epochs: [0], epochsDone: 1 };
      const count = 1000;
      const told: Passes = passesOf(tf, network, data, facts, { runId: "a", passes: count });
      const weights = network.values.get("layers.1.kernel")!.values;
      const { mean: centre, divisor } = { mean: 0, divisor: 1, ...data.preparation.target };
      for (const { row, mean, sd } of told.regression!.mostCertain) {
        const parts = Array.from(weights, (weight, place) => {
          return weight * data.validation.inputs[row * features + place]!;
        });
        // All 16 masks: the mean is that of evaluation mode, and the variance is a sum, since units are dropped independently.
        const exact =
          parts.reduce((sum, part) => sum + part, 0) + network.values.get("layers.1.bias")!.values[0]!;
        const variance = (rate / (1 - rate)) * parts.reduce((sum, part) => sum + part ** 2, 0);
        const error = Math.sqrt(variance / count);
        expect(Math.abs((mean - centre) / divisor - exact)).toBeLessThan(4 * error);
        expect(Math.abs(sd / divisor / Math.sqrt(variance) - 1)).toBeLessThan(0.15);
      }
    });
  },
  ["cpu"],
);

test("the average is told at counts that are evenly spread on a logarithmic axis", () => {
  expect(passCounts(1)).toEqual([1]);
  expect(passCounts(12)).toEqual([1, 2, 3, 5, 7, 10, 12]);
  expect(passCounts(1000).at(-1)).toBe(1000);
});
