import { expect, test } from "vitest";
import type { Dataset } from "../data/dataset";
import { droppedRegression, measureDropoutPenalty } from "./dropout-penalty";
import type { Engine, StateVectors } from "./engine";
import { onNative } from "./graph/testing";
import { dataOf, layersOf, letItRun, onBackends, trainingOf } from "./testing";

const [rows, features, classes, rate, passes] = [300, 4, 3, 0.3, 200];
const layers = layersOf({ type: "dropout", rate }, { type: "dense", units: classes });

const logSum = (outputs: readonly number[]) =>
  Math.log(outputs.reduce((sum, output) => sum + Math.exp(output), 0));

/** In float64, from the weights: what all 16 masks add, weighed by their probabilities, and the curvature along each input's weights. */
function byHand({ train }: Dataset, { weights }: StateVectors): { masks: number; quadratic: number } {
  const outputsOf = (inputs: readonly number[]) =>
    Array.from({ length: classes }, (_, place) =>
      inputs.reduce(
        (sum, input, feature) => sum + input * weights[feature * classes + place]!,
        weights[features * classes + place]!,
      ),
    );
  let [masks, quadratic] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const inputs = Array.from(train.inputs.subarray(row * features, (row + 1) * features));
    const target = train.targets[row]!;
    const loss = (some: readonly number[]) => logSum(outputsOf(some)) - outputsOf(some)[target]!;
    for (let mask = 0; mask < 2 ** features; mask++) {
      const isKept = inputs.map((_, feature) => (mask >> feature) % 2 === 1);
      const share = isKept.reduce((product, kept) => product * (kept ? 1 - rate : rate), 1);
      masks += share * loss(inputs.map((input, feature) => (isKept[feature] ? input / (1 - rate) : 0)));
    }
    masks -= loss(inputs);
    const step = 1e-3;
    inputs.forEach((input, feature) => {
      const along = (by: number) => loss(inputs.map((one, place) => (place === feature ? one + by : one)));
      const curvature = (along(step) - 2 * along(0) + along(-step)) / step ** 2;
      quadratic += ((0.5 * rate) / (1 - rate)) * input ** 2 * curvature;
    });
  }
  return { masks: masks / rows, quadratic: quadratic / rows };
}

async function expectPenalty(engine: Engine): Promise<void> {
  const data = dataOf({ rows, features, outputs: classes });
  const training = trainingOf({ optimizer: { type: "adam", learningRate: 0.05 }, batchSize: 30, epochs: 8 });
  const run = engine.openRun({ layers, training, seed: 3 }, data);
  try {
    for (let epoch = 1; epoch <= training.epochs; epoch++) await run.trainEpoch(epoch, letItRun);
    const trained = await run.vectors();
    const ratios: number[] = [];
    for (const scale of [1, 0.1]) {
      const state = { ...trained, weights: trained.weights.map((weight) => scale * weight) };
      const masked = { passes, epoch: 1, state };
      const found = await measureDropoutPenalty(run, data, rate, masked, () => undefined);
      const wanted = byHand(data, state);
      expect(found.quadratic / wanted.quadratic).toBeCloseTo(1, 4);
      // The standard error of 60,000 masks.
      expect(Math.abs(found.masks / wanted.masks - 1)).toBeLessThan(0.05);
      ratios.push(wanted.quadratic / wanted.masks);
    }
    // The smaller the weights, the nearer.
    expect(Math.abs(ratios[1]! - 1)).toBeLessThan(0.02);
    expect(Math.abs(ratios[0]! - 1)).toBeGreaterThan(Math.abs(ratios[1]! - 1));
  } finally {
    run.dispose();
  }
}

onBackends(
  (backend) => {
    test("dropout's penalty is that of all masks and of the curvature", () =>
      expectPenalty(backend().engine));
  },
  ["tensorflow", "cpu"],
);
onNative((native) => {
  test("dropout's penalty, on the graph engine", () => expectPenalty(native().engine));
});

test("only a softmax regression with inverted dropout on its inputs has such a penalty", () => {
  expect(droppedRegression(layers)).toBe(rate);
  const dense = { type: "dense", units: classes } as const;
  const others = [
    [{ type: "dropout", rate: 0 }, dense],
    [{ type: "dropout", rate, scaling: "classic" }, dense],
    [dense, { type: "dropout", rate }, dense],
    [{ type: "gaussianDropout", rate }, dense],
    [{ type: "dropout", rate }, dense, { type: "relu" }],
  ] as const;
  for (const other of others) expect(droppedRegression(layersOf(...other))).toBeNull();
});
