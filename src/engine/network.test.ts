import { expect, test } from "vitest";
import type { Layer } from "../experiment/schema";
import { forward, noDropout } from "./network";
import { denseShapes, initialVector, splitVector } from "./parameters";
import { layersOf, onBackends } from "./testing";
import type { Tensorflow } from "../tensor/tensorflow";

/** A network with its initial weights, one input row, and the outputs under each mask of its dropout layers. */
function outputsOverMasks(tf: Tensorflow, layers: readonly Layer[], input: readonly number[]) {
  return tf.tidy(() => {
    const vector = tf.tensor1d(initialVector(layers, input.length, 3));
    const dense = splitVector(tf, vector, denseShapes(layers, input.length));
    const inputs = tf.tensor2d([[...input]]);
    const outputsWith = (masks: typeof noDropout) =>
      Array.from(forward(tf, layers, dense, inputs, masks).outputs.dataSync());

    let width = input.length;
    const dropped: { rate: number; units: number }[] = [];
    for (const layer of layers) {
      if (layer.type === "dense") width = layer.units;
      if (layer.type === "dropout") dropped.push({ rate: layer.rate, units: width });
    }
    const count = 2 ** dropped.reduce((sum, { units }) => sum + units, 0);
    const masked = Array.from({ length: count }, (_, combination) => {
      let bits = combination;
      let probability = 1;
      const multipliers = dropped.map(({ rate, units }) =>
        Array.from({ length: units }, () => {
          const kept = bits % 2 === 1;
          bits = Math.floor(bits / 2);
          probability *= kept ? 1 - rate : rate;
          return kept ? 1 / (1 - rate) : 0;
        }),
      );
      return { probability, outputs: outputsWith((ordinal) => tf.tensor2d([multipliers[ordinal]!])) };
    });
    return { evaluated: outputsWith(noDropout), masked };
  });
}

const input = [0.7, -1.2, 0.4, 2];

onBackends((backend) => {
  test("a linear network's mean over all masks is its eval output", () => {
    const layers = layersOf(
      { type: "dropout", rate: 0.2 },
      { type: "dense", units: 3 },
      { type: "dropout", rate: 0.5 },
      { type: "dense", units: 3 },
      { type: "dropout", rate: 0.3 },
      { type: "dense", units: 2 },
    );
    const { evaluated, masked } = outputsOverMasks(backend().tf, layers, input);
    expect(masked.length).toBe(1024);
    evaluated.forEach((output, unit) => {
      const mean = masked.reduce((sum, each) => sum + each.probability * each.outputs[unit]!, 0);
      expect(mean).toBeCloseTo(output, 5);
    });
  });

  test("with plain dropout, four inputs and one output at p = 0.5 expect half the full output", () => {
    const layers = layersOf(
      { type: "dropout", rate: 0.5 },
      { type: "dense", units: 1, initializer: "heNormal" },
    );
    const { evaluated, masked } = outputsOverMasks(backend().tf, layers, input);
    // Inverted dropout multiplies the output of plain dropout by 1/(1-p) = 2, and the network is linear.
    const plain = masked.reduce((sum, each) => sum + (each.probability * each.outputs[0]!) / 2, 0);
    expect(plain).toBeCloseTo(evaluated[0]! / 2, 5);
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
