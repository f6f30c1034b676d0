import { expect, test } from "vitest";
import { dataOf, layersOf, onBackends, trainingOf } from "../engine/testing";
import type { DropoutScaling } from "../nn/layers/dropout/scalings";
import type { Tensorflow } from "../tensor/tensorflow";
import { openNetwork } from "./network";
import { scalingsOf } from "./scaling";

const data = dataOf({ rows: 60, features: 5, outputs: 3 });

/** Dense layers at 0, 3 and 6. Where biases begin at 0, factors of the units show in full. */
const planOf = (scaling: DropoutScaling, second = 0.2) => ({
  layers: layersOf(
    { type: "dense", units: 12, initializer: "heNormal" },
    { type: "tanh" },
    { type: "dropout", rate: 0.75, scaling },
    { type: "dense", units: 9, initializer: "heNormal" },
    { type: "tanh" },
    { type: "dropout", rate: second, scaling },
    { type: "dense", units: 3, initializer: "heNormal" },
  ),
  training: trainingOf({}),
  seed: 3,
});
const numbersOf = (tf: Tensorflow, plan: ReturnType<typeof planOf>) =>
  scalingsOf(tf, openNetwork(tf, plan, data), data, { epoch: 0, epochs: [0] });

onBackends(
  (backend) => {
    test("with the same masks training is the same under each scaling, and inverted and classic are at inference", () => {
      const { layers, isMatched, rows } = numbersOf(backend().tf, planOf("inverted"));
      expect(isMatched).toBe(true);
      expect(rows).toBe(60);
      expect(layers.map(({ layer, units }) => [layer, units])).toEqual([
        [0, 12],
        [3, 9],
        [6, 3],
      ]);
      expect(layers.map(({ keep }) => Number(keep.toFixed(4)))).toEqual([1, 0.25, 0.8]);
      for (const { inverted, classic, none } of layers) {
        for (const field of ["mean", "deviation"] as const) {
          expect(classic.training[field]).toBeCloseTo(inverted.training[field], 5);
          expect(none.training[field]).toBeCloseTo(inverted.training[field], 5);
          expect(classic.inference[field]).toBeCloseTo(inverted.inference[field], 5);
        }
      }
    });

    test("without scaling the layer after dropout gets 1/(1 - p) times as much at inference", () => {
      const [first, second] = numbersOf(backend().tf, planOf("inverted")).layers;
      expect(first!.none).toEqual(first!.inverted);
      expect(second!.none.inference.mean).toBeCloseTo(4 * second!.inverted.inference.mean, 5);
      expect(second!.none.inference.deviation).toBeCloseTo(4 * second!.inverted.inference.deviation, 5);
    });

    test("the mean after a dropout layer over many masks is that of inference, within its standard error", () => {
      const [, second] = numbersOf(backend().tf, planOf("inverted")).layers;
      const { training, inference } = second!.inverted;
      // 20 masks for each of 60 rows: independent from row to row and mask to mask, but not from unit to unit.
      const error = training.deviation / Math.sqrt(20 * 60);
      expect(Math.abs(training.mean - inference.mean)).toBeLessThan(4 * error);
    });

    test.each(["classic", "none"] as const)(
      "a run that trained with scaling %s is measured on its own weights",
      (own) => {
        const { tf } = backend();
        const { layers } = numbersOf(tf, planOf(own));
        // The same initial weights are the next layer's as they are; an inverted network has 1 - p times these.
        const inverted = numbersOf(tf, planOf("inverted")).layers[1]!;
        expect(layers[1]![own].training.deviation).toBeCloseTo(
          0.25 * inverted.inverted.training.deviation,
          5,
        );
        expect(layers[1]!.inverted.training.deviation).toBeCloseTo(layers[1]![own].training.deviation, 5);
      },
    );

    test("in a block weights take over the factor of a dropout layer of the block, but none of one before it", () => {
      const planWith = (...around: Parameters<typeof layersOf>) => ({
        ...planOf("inverted"),
        layers: layersOf({ type: "dense", units: 4 }, ...around, { type: "dense", units: 3 }),
      });
      const dropout = { type: "dropout", rate: 0.5 } as const;
      const inside = planWith({ type: "residual", layers: [dropout, { type: "dense", units: 4 }] });
      const { layers, isMatched } = numbersOf(backend().tf, inside);
      expect(isMatched).toBe(true);
      expect(layers.map(({ layer, keep }) => [layer, keep])).toEqual([
        [0, 1],
        [2, 0.5],
        [4, 1],
      ]);
      const outside = planWith(dropout, { type: "residual", layers: [{ type: "dense", units: 4 }] });
      expect(numbersOf(backend().tf, outside).isMatched).toBe(false);
    });

    test("a dropout layer whose factor no weights can take over is told", () => {
      const { tf } = backend();
      const plan = {
        ...planOf("inverted"),
        layers: layersOf(
          { type: "dense", units: 4 },
          { type: "dropout", rate: 0.5 },
          { type: "tanh" },
          { type: "dense", units: 3 },
        ),
      };
      expect(numbersOf(tf, plan).isMatched).toBe(false);
    });
  },
  ["tensorflow", "cpu"],
);
