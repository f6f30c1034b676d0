import { expect, test } from "vitest";
import type { Layer } from "../experiment/schema";
import { drops, layerShapes, stateOf } from "../nn/network";
import { dropoutOdds } from "../nn/layers/dropout/mask";
import { sizeOf } from "../nn/shape";
import { forward, type LayerRandom } from "./network";
import { initialState, splitVector } from "./parameters";
import { layersOf, onBackends } from "./testing";
import type { Tensorflow } from "../tensor/tensorflow";

/** A network with its initial weights, one input row, and the outputs under each mask of its dropout layers. */
function outputsOverMasks(tf: Tensorflow, layers: readonly Layer[], input: readonly number[]) {
  return tf.tidy(() => {
    const vector = tf.tensor1d(initialState(layers, [input.length], 3).weights);
    const parameters = splitVector(tf, vector, layers, stateOf(layers, [input.length]));
    const inputs = tf.tensor2d([[...input]]);
    const outputsWith = (mode: "eval" | "train", random: LayerRandom) =>
      Array.from(forward(tf, layers, parameters, inputs, mode, random).outputs.dataSync());

    const shapes = layerShapes(layers, [input.length]);
    const dropped = layers.flatMap((layer, index) =>
      drops(layer)
        ? [{ rate: dropoutOdds(layer.rate).firstKept / 2 ** 16, units: sizeOf(shapes[index]!.input) }]
        : [],
    );
    const count = 2 ** dropped.reduce((sum, { units }) => sum + units, 0);
    const masked = Array.from({ length: count }, (_, combination) => {
      let bits = combination;
      let probability = 1;
      const kept = dropped.map(({ rate, units }) =>
        Array.from({ length: units }, () => {
          const isKept = bits % 2 === 1;
          bits = Math.floor(bits / 2);
          probability *= isKept ? 1 - rate : rate;
          return isKept;
        }),
      );
      // A unit is kept by the largest number and dropped by the smallest; two share a word.
      const random: LayerRandom = (ordinal) => ({
        fillUint32: (words) => {
          words.fill(0);
          kept[ordinal]!.forEach((isKept, unit) => {
            if (isKept) words[unit >> 1] = words[unit >> 1]! | (0xffff << (16 * (unit & 1)));
          });
        },
      });
      return { probability, outputs: outputsWith("train", random) };
    });
    const none: LayerRandom = () => ({ fillUint32: () => expect.unreachable("nothing is drawn") });
    return { evaluated: outputsWith("eval", none), masked };
  });
}

/** The mean of an output over all masks. */
const meanOf = (masked: readonly { probability: number; outputs: number[] }[], unit: number) =>
  masked.reduce((sum, { probability, outputs }) => sum + probability * outputs[unit]!, 0);

const input = [0.7, -1.2, 0.4, 2];

onBackends((backend) => {
  test.each(["inverted", "classic"] as const)(
    "a linear network's mean over all masks is its eval output: %s scaling",
    (scaling) => {
      const layers = layersOf(
        { type: "dropout", rate: 0.2, scaling },
        { type: "dense", units: 3 },
        { type: "dropout", rate: 0.5, scaling },
        { type: "dense", units: 3 },
        { type: "dropout", rate: 0.3, scaling },
        { type: "dense", units: 2 },
      );
      const { evaluated, masked } = outputsOverMasks(backend().tf, layers, input);
      expect(masked.length).toBe(1024);
      evaluated.forEach((output, unit) => expect(meanOf(masked, unit)).toBeCloseTo(output, 5));
    },
  );

  test("without scaling a linear network's mean over all masks is Π (1 - p) times its eval output", () => {
    const layers = layersOf(
      { type: "dropout", rate: 0.2, scaling: "none" },
      // This initialiser begins with biases of 0.
      { type: "dense", units: 3, initializer: "heNormal" },
      { type: "dropout", rate: 0.5, scaling: "none" },
      { type: "dense", units: 2, initializer: "heNormal" },
    );
    const { evaluated, masked } = outputsOverMasks(backend().tf, layers, input);
    evaluated.forEach((output, unit) => expect(meanOf(masked, unit)).toBeCloseTo(0.8 * 0.5 * output, 4));
  });

  test("four inputs and one output at p = 0.5 without scaling expect half the full output", () => {
    const layers = layersOf(
      { type: "dropout", rate: 0.5, scaling: "none" },
      { type: "dense", units: 1, initializer: "heNormal" },
    );
    const { evaluated, masked } = outputsOverMasks(backend().tf, layers, input);
    expect(meanOf(masked, 0)).toBeCloseTo(evaluated[0]! / 2, 5);
  });

  test("a logistic unit's normalised geometric mean over all masks is its eval output", () => {
    const layers = layersOf({ type: "dropout", rate: 0.3 }, { type: "dense", units: 1 }, { type: "sigmoid" });
    const { evaluated, masked } = outputsOverMasks(backend().tf, layers, input);
    const geometric = (of: (output: number) => number) =>
      Math.exp(masked.reduce((sum, each) => sum + each.probability * Math.log(of(each.outputs[0]!)), 0));
    const on = geometric((output) => output);
    const off = geometric((output) => 1 - output);
    expect(on / (on + off)).toBeCloseTo(evaluated[0]!, 5);
  });
});
