import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Dataset, Split } from "../data/dataset";
import { mostConfusedClasses } from "../experiment/run-end";
import { lossOf } from "../nn/losses/kinds";
import { confusionMeasures, endMeasurer } from "./end-measures";
import scikitLearn from "./scikit-learn.json";
import { dataOf } from "./testing";

const splitOf = (targets: readonly number[]): Split => ({
  inputs: new Float32Array(),
  targets: Float32Array.from(targets),
  rows: targets.length,
});

/** The measures of these outputs, which come in two parts. */
function measure(data: Dataset, targets: readonly number[], outputs: readonly number[]) {
  const loss = lossOf(data.task === "classification" ? "softmaxCrossEntropy" : "meanSquaredError");
  const measurer = endMeasurer(data, splitOf(targets), loss);
  const middle = data.outputs * Math.floor(targets.length / 2);
  for (const part of [outputs.slice(0, middle), outputs.slice(middle)]) measurer.add(Float32Array.from(part));
  return measurer.measures();
}

function expectClose(found: object, expected: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(expected)) {
    expect((found as Record<string, number>)[name], name).toBeCloseTo(value, 10);
  }
}

describe(`scikit-learn ${scikitLearn.scikitLearn} says the same`, () => {
  test.each(scikitLearn.classification)(
    "of $name",
    ({ classes, targets, outputs, confusion, ...example }) => {
      const { loss, accuracy, balancedAccuracy, macroF1, calibration } = example;
      const found = measure(dataOf({ outputs: classes }), targets, outputs);
      // scikit-learn keeps shares above 2e-16, and so no loss above 36.04.
      expectClose(found, { accuracy, balancedAccuracy, macroF1, calibration, ...(loss < 36 && { loss }) });
      expect(found.confusion).toEqual(confusion);
      expect(found.rows).toBe(targets.length);
    },
  );

  test.each(scikitLearn.regression)("of $name", ({ mean, divisor, targets, outputs, ...example }) => {
    const { loss, rmse, mae, r2 } = example;
    const data = dataOf({ task: "regression", outputs: 1 });
    const own: Dataset = { ...data, preparation: { target: { task: "regression", mean, divisor } } };
    const found = measure(own, targets, outputs);
    expectClose(
      { loss: found.loss, rmse: found.rmse! / divisor, mae: found.mae! / divisor, r2: found.r2 },
      { loss, rmse: rmse / divisor, mae: mae / divisor, r2 },
    );
  });
});

describe("what one can work out by hand", () => {
  const trainedOn = (targets: readonly number[], outputs: number): Dataset => ({
    ...dataOf({ outputs, task: outputs === 1 ? "regression" : "classification" }),
    train: splitOf(targets),
  });

  test("always answering the training split's most frequent class", () => {
    const data = trainedOn([1, 1, 0, 2], 3);
    const always = [0, 1, 1, 2, 2].flatMap(() => [0, 1, 0]);
    expect(measure(data, [0, 1, 1, 2, 2], always)).toMatchObject({
      accuracy: 0.4,
      majorityAccuracy: 0.4,
      balancedAccuracy: 1 / 3,
      macroF1: (2 * 2) / (2 + 5) / 3,
      confusion: [
        [0, 1, 0],
        [0, 2, 0],
        [0, 2, 0],
      ],
    });
    // Of two that are equally frequent, the first.
    expect(measure(trainedOn([2, 1], 3), [1, 1, 2], always.slice(0, 9)).majorityAccuracy).toBeCloseTo(2 / 3);
    // The training split may have a most frequent class that this split lacks.
    expect(measure(data, [0, 2], always.slice(0, 6)).majorityAccuracy).toBe(0);
  });

  test("always answering the training targets' mean, and a target without spread", () => {
    const data = trainedOn([0, 1], 1);
    expect(measure(data, [-1, 0, 1], [0.5, 0.5, 0.5])).toMatchObject({
      rmse: 4 * Math.sqrt(2.75 / 3),
      meanRmse: 4 * Math.sqrt(2.75 / 3),
      mae: (4 * 2.5) / 3,
      r2: 1 - 2.75 / 2,
    });
    expect(measure(data, [1, 1], [0, 2])).toEqual({ rows: 2, loss: 1, rmse: 4, mae: 4, meanRmse: 2 });
  });

  test("too many classes for a confusion matrix still have all other measures", () => {
    const classes = mostConfusedClasses + 1;
    const outputs = Array.from({ length: classes }, (_, own) => Number(own === 100));
    const found = measure(trainedOn([100], classes), [100], outputs);
    expect(found).toMatchObject({ accuracy: 1, balancedAccuracy: 1, macroF1: 1, majorityAccuracy: 1 });
    expect(found).not.toHaveProperty("confusion");
    expect(measure(trainedOn([99], 100), [99], outputs.slice(1)).confusion).toHaveLength(100);
  });
});

test("balanced accuracy and macro F1 do not depend on how often a class occurs, or in what order classes stand", () => {
  const matrix = fc.integer({ min: 2, max: 6 }).chain((size) =>
    fc.array(fc.array(fc.nat(20), { minLength: size, maxLength: size }), {
      minLength: size,
      maxLength: size,
    }),
  );
  fc.assert(
    fc.property(matrix, fc.integer({ min: 2, max: 9 }), (confusion, factor) => {
      fc.pre(confusion.flat().some((count) => count > 0));
      const found = confusionMeasures(confusion);
      const more = confusion.map((row, own) => (own === 0 ? row.map((count) => count * factor) : row));
      expect(confusionMeasures(more).balancedAccuracy).toBeCloseTo(found.balancedAccuracy, 12);
      const turned = confusionMeasures(confusion.map((row) => [...row].reverse()).reverse());
      expectClose(turned, found);
      for (const share of Object.values(found)) expect(share >= 0 && share <= 1).toBe(true);
    }),
  );
});
