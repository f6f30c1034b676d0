import { expect, test } from "vitest";
import type { Dataset } from "../data/dataset";
import { onNative } from "./graph/testing";
import type { Engine, StateVectors } from "./engine";
import { reestimate } from "./reestimated";
import { dataOf, layersOf, letItRun, onBackends, trainingOf } from "./testing";

const [rows, features, units] = [600, 3, 4];
const layers = layersOf(
  { type: "dense", units },
  { type: "dropout", rate: 0.5 },
  { type: "batchNorm" },
  { type: "relu" },
  { type: "dropout", rate: 0.5 },
  { type: "dense", units: 5 },
  { type: "batchNorm" },
  { type: "relu" },
  { type: "dense", units: 3 },
);

/** The variances of the first layer's outputs, by hand. */
function variancesOf({ inputs }: Dataset["train"], { weights }: StateVectors): number[] {
  return Array.from({ length: units }, (_, unit) => {
    const values = Array.from({ length: rows }, (_, row) => {
      let sum = weights[features * units + unit]!;
      for (let input = 0; input < features; input++)
        sum += inputs[row * features + input]! * weights[input * units + unit]!;
      return sum;
    });
    const mean = values.reduce((sum, value) => sum + value, 0) / rows;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (rows - 1);
  });
}

async function expectReestimated(engine: Engine): Promise<void> {
  const data = dataOf({ rows, features, outputs: 3 });
  const training = trainingOf({
    optimizer: { type: "adam", learningRate: 0.02 },
    batchSize: rows,
    epochs: 60,
  });
  const run = engine.openRun({ layers, training, seed: 3 }, data);
  try {
    for (let epoch = 1; epoch <= training.epochs; epoch++) await run.trainEpoch(epoch, letItRun);
    const state = await run.vectors();
    const { shift, state: cured } = await reestimate(run, layers, data, state, () => undefined);
    expect(shift.map(({ layer }) => layer)).toEqual(["3", "7"]);
    const variances = variancesOf(data.train, state);
    expect(shift[0]!.eval).toBeCloseTo(variances.reduce((sum, each) => sum + each, 0) / units, 4);
    // Inputs of mean 0 and variance v, multiplied by 0 or 2, have the variance 2v, and with a mean more.
    expect(shift[0]!.training / shift[0]!.eval).toBeGreaterThan(1.8);
    expect([...cured.weights]).toEqual([...state.weights]);
    // Without dropout, batch statistics of the whole split are the true ones, but for n / (n - 1).
    const { loss } = await run.evaluate("train", "batchNormForgotten", 1, 0, letItRun);
    const lossOf = async (vectors: StateVectors): Promise<number> => {
      let [sum, row] = [0, 0];
      for await (const outputs of run.predict(data.train, vectors))
        for (let from = 0; from < outputs.length; from += 3) {
          const own = outputs.subarray(from, from + 3);
          const total = own.reduce((all, output) => all + Math.exp(output), 0);
          sum += Math.log(total) - own[data.train.targets[row++]!]!;
        }
      return sum / rows;
    };
    expect(Math.abs((await lossOf(cured)) / loss - 1)).toBeLessThan(0.005);
    expect(Math.abs((await lossOf(state)) / loss - 1)).toBeGreaterThan(0.02);
  } finally {
    run.dispose();
  }
}

onBackends(
  (backend) => {
    test("statistics are taken anew without dropout", () => expectReestimated(backend().engine));
  },
  ["tensorflow", "cpu"],
);
onNative((native) => {
  test("statistics are taken anew without dropout, on the graph engine", () =>
    expectReestimated(native().engine));
});
