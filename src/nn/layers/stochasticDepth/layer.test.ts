import { expect, test } from "vitest";
import { forward } from "../../../engine/network";
import { initialState, splitVector } from "../../../engine/parameters";
import { layersOf, onBackends } from "../../../engine/testing";
import { RandomStream } from "../../../random/random";
import { stateOf } from "../../network";
import { drawDropoutMask } from "../dropout/mask";
import { kindOf, layerSchema } from "../kinds";

const maskOf = (rate: number, shape: number[], rows: number) => {
  const layer = layerSchema.parse({ type: "stochasticDepth", rate });
  return kindOf(layer).mask!(layer, shape, rows, new RandomStream(1, "trainingMask")).multipliers;
};

test.each([0.1, 0.5, 0.8])("at rate %d a sample's multiplier has mean 1 and variance p/(1-p)", (rate) => {
  const count = 400_000;
  const mask = maskOf(rate, [1], count);
  const odds = rate / (1 - rate);
  const mean = mask.reduce((sum, multiplier) => sum + multiplier, 0) / count;
  const variance = mask.reduce((sum, multiplier) => sum + (multiplier - mean) ** 2, 0) / count;
  expect(Math.abs(mean - 1)).toBeLessThan(4 * Math.sqrt(odds / count));
  const slope = Math.abs(2 * rate - 1) / (1 - rate) ** 2;
  expect(Math.abs(variance - odds)).toBeLessThan(
    4 * slope * Math.sqrt((rate * (1 - rate)) / count) + 1e-3 * odds,
  );
});

test("all values of a sample share its multiplier", () => {
  const [rows, shape, units] = [500, [2, 3, 2], 12];
  const mask = maskOf(0.4, shape, rows);
  const ofSamples = drawDropoutMask(new RandomStream(1, "trainingMask"), 0.4, rows, 1);
  for (let row = 0; row < rows; row++) {
    expect(new Set(mask.subarray(row * units, (row + 1) * units))).toEqual(new Set([ofSamples[row]]));
  }
});

onBackends((backend) => {
  test("a dropped block leaves the shortcut alone, and evaluation the whole block", () => {
    const { tf } = backend();
    tf.tidy(() => {
      const rows = 64;
      const layers = layersOf({
        type: "residual",
        layers: [
          { type: "dense", units: 3 },
          { type: "stochasticDepth", rate: 0.4 },
        ],
      });
      const vector = tf.tensor1d(initialState(layers, [3], 1).weights);
      const state = splitVector(tf, vector, layers, stateOf(layers, [3]));
      const inputs = tf.randomNormal([rows, 3], 0, 1, "float32", 1);
      const through = (mode: "train" | "eval") => {
        const random = new RandomStream(1, "trainingMask");
        return forward(tf, layers, state, inputs, mode, () => random).outputs.arraySync();
      };
      const x = inputs.arraySync() as number[][];
      const [trained, whole] = [through("train"), through("eval")];
      const multipliers = drawDropoutMask(new RandomStream(1, "trainingMask"), 0.4, rows, 1);
      expect(multipliers.filter((each) => each === 0).length).toBeGreaterThan(rows / 5);
      trained.forEach((row, sample) =>
        row.forEach((value, unit) => {
          const body = whole[sample]![unit]! - x[sample]![unit]!;
          expect(value).toBeCloseTo(x[sample]![unit]! + multipliers[sample]! * body, 5);
        }),
      );
    });
  });
});
