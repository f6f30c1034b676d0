import { expect, test } from "vitest";
import { dataOf, layersOf, onBackends, trainingOf } from "../engine/testing";
import { type DropoutScaling, dropoutScalings } from "../nn/layers/dropout/scalings";
import { openNetwork } from "./network";
import { passesOf } from "./passes";
import { Predictor, throughLayers } from "./predictor";

/** A linear network with 4 + 3 units that training may drop: 128 pairs of masks. */
const [features, hidden] = [4, 3] as const;
/** Multiples of 2⁻¹⁶, which masks are drawn by, so that all is exact. */
const rates = [0.25, 0.5] as const;
const planOf = (scaling: DropoutScaling) => ({
  layers: layersOf(
    { type: "dropout", rate: rates[0], scaling },
    { type: "dense", units: hidden, initializer: "heNormal" },
    { type: "dropout", rate: rates[1], scaling },
    { type: "dense", units: 1, initializer: "heNormal" },
  ),
  training: trainingOf({ loss: "meanSquaredError" }),
  seed: 3,
});
const data = dataOf({ task: "regression", rows: 5, features, outputs: 1 });
const pairs = 2 ** (features + hidden);
/** Whether a pair of masks drops this of the 7 units. */
const drops = (pair: number, unit: number) => ((pair >> unit) & 1) === 1;
const probabilities = Array.from({ length: pairs }, (_, pair) => {
  const factors = Array.from({ length: features + hidden }, (_unit, unit) => {
    const rate = unit < features ? rates[0] : rates[1];
    return drops(pair, unit) ? rate : 1 - rate;
  });
  return factors.reduce((product, factor) => product * factor, 1);
});

/** In training a classic network's units are as they are, so that evaluation mode has the average's size by its factor 1 - p. */
const average = { inverted: 1, classic: 1, none: (1 - rates[0]) * (1 - rates[1]) };

onBackends(
  (backend) => {
    test.each(dropoutScalings)(
      "the average over all masks of a linear network against evaluation mode, with scaling %s",
      (scaling) => {
        const { tf } = backend();
        const network = openNetwork(tf, planOf(scaling), data);
        const predictor = new Predictor(tf, network, data.validation, 0);
        const evaluated = predictor.predict(null);
        predictor.dispose();
        // The weights begin with biases that are 0, so that the whole output is scaled.
        for (const layer of [1, 3]) {
          expect(new Set(network.values.get(`layers.${layer}.bias`)!.values)).toEqual(new Set([0]));
        }
        for (let row = 0; row < data.validation.rows; row++) {
          const input = data.validation.inputs.subarray(row * features, (row + 1) * features);
          const outputs = tf.tidy(() => {
            const copies = tf.tile(tf.tensor(input, [1, features]), [pairs, 1]);
            return throughLayers(tf, network, copies, 0, 4, (ordinal) => ({
              // Two units share a word: the lowest 16 bits drop one, the highest keep it.
              fillUint32(words) {
                words.fill(0);
                const [first, units] = ordinal === 0 ? [0, features] : [features, hidden];
                for (let pair = 0; pair < pairs; pair++) {
                  for (let unit = 0; unit < units; unit++) {
                    const half = drops(pair, first + unit) ? 0 : 0xffff;
                    words[(pair * words.length) / pairs + (unit >> 1)]! |= half << (16 * (unit & 1));
                  }
                }
              },
            })).dataSync<"float32">();
          });
          const mean = probabilities.reduce((sum, chance, pair) => sum + chance * outputs[pair]!, 0);
          expect(mean).toBeCloseTo(average[scaling] * evaluated[row]!, 6);
          // Not for each mask.
          expect(Math.max(...outputs) - Math.min(...outputs)).toBeGreaterThan(0.01);
        }
      },
    );

    test.each(dropoutScalings)("passes come near that average, with scaling %s", (scaling) => {
      const { tf } = backend();
      const network = openNetwork(tf, planOf(scaling), data);
      const facts = { epoch: 0, epochs: [0], epochsDone: 1 };
      const passes = 1000;
      const { regression } = passesOf(tf, network, data, facts, { runId: "a", passes });
      const predictor = new Predictor(tf, network, data.validation, 0);
      const evaluated = predictor.predict(null);
      predictor.dispose();
      const { mean: centre, divisor } = { mean: 0, divisor: 1, ...data.preparation.target };
      for (const { row, mean, sd } of regression!.leastCertain) {
        const exact = average[scaling] * evaluated[row]! * divisor + centre;
        expect(Math.abs(mean - exact)).toBeLessThan((4 * sd) / Math.sqrt(passes));
      }
    });
  },
  ["cpu", "tensorflow"],
);
