import { expect, test } from "vitest";
import type { RunEnd } from "../experiment/run-end";
import { bestOfMany, confusionOf, endTable } from "./ends";
import { experimentOf } from "./testing";

const of = (...names: string[]) => experimentOf(names.map((name) => ({ name })));

const endOf = (accuracy: number, confusion: number[][], test?: number): RunEnd => {
  const measures = {
    rows: 4,
    loss: 1,
    accuracy,
    balancedAccuracy: accuracy,
    macroF1: 0,
    majorityAccuracy: 0.5,
  };
  return {
    epoch: 1,
    classes: ["a", "b"],
    validation: { ...measures, confusion },
    ...(test !== undefined && { test: { ...measures, accuracy: test } }),
  };
};

const runs = [
  { variant: "one", end: endOf(0.5, [[1, 1], [1, 1]], 0.25) }, // prettier-ignore
  { variant: "one", end: endOf(1, [[2, 0], [0, 2]], 0.75) }, // prettier-ignore
  { variant: "one" },
  { variant: "other", end: endOf(0, [[0, 2], [2, 0]]) }, // prettier-ignore
];

test("each variant has a row for each split that was measured, over its seeds, the test split's first", () => {
  const { rows, measures } = endTable(of("other", "one", "third"), runs);
  expect(rows.map(({ variant, split }) => `${split} ${variant}`)).toEqual([
    "test one",
    "validation other",
    "validation one",
  ]);
  expect(measures).toEqual(["accuracy", "balancedAccuracy", "macroF1", "majorityAccuracy", "loss"]);
  expect(rows[0]!.values.accuracy).toMatchObject({ n: 2, mean: 0.5, low: 0, high: 1, clipped: true });
  expect(rows[1]!.values.accuracy).toEqual({ n: 1, mean: 0, sd: null, low: null, high: null });
  expect(endTable(of("one"), [{ variant: "one" }])).toEqual({ rows: [], measures: [] });
});

test("a regression's errors are never below 0, and its R² never above 1", () => {
  const ends = [1, 9].map((rmse): RunEnd => {
    return { epoch: 1, validation: { rows: 2, loss: rmse, rmse, mae: rmse, meanRmse: 5, r2: 1 - rmse } };
  });
  const { rows, measures } = endTable(
    of("v"),
    ends.map((end) => ({ variant: "v", end })),
  );
  expect(measures).toEqual(["rmse", "mae", "r2", "meanRmse", "loss"]);
  expect(rows[0]!.values.rmse).toMatchObject({ mean: 5, low: 0, clipped: true });
  expect(rows[0]!.values.r2).toMatchObject({ mean: -4, high: 1, clipped: true });
  expect(rows[0]!.values.meanRmse).toMatchObject({ mean: 5, sd: 0, low: 5, high: 5 });
});

test("a log likelihood has any sign, and so has its interval", () => {
  const ends = [-3, -1, 1].map((logLikelihood): RunEnd => {
    return {
      epoch: 1,
      validation: { rows: 2, loss: 1, rmse: 1, logLikelihood, mcLogLikelihood: logLikelihood },
    };
  });
  const { rows } = endTable(
    of("v"),
    ends.map((end) => ({ variant: "v", end })),
  );
  for (const measure of ["logLikelihood", "mcLogLikelihood"] as const) {
    const { mean, low, high, clipped } = rows[0]!.values[measure]!;
    expect([mean, clipped]).toEqual([-1, undefined]);
    // t of 2 degrees of freedom at 97.5 %, times 2 / √3.
    expect([low, high]).toEqual([expect.closeTo(-1 - 4.9683, 3), expect.closeTo(-1 + 4.9683, 3)]);
  }
});

test("the confusion matrix of several seeds is their sum", () => {
  expect(confusionOf(runs.slice(0, 3), "validation")).toEqual({
    classes: ["a", "b"],
    counts: [
      [3, 1],
      [1, 3],
    ],
  });
  expect(confusionOf(runs, "test")).toBeNull();
  expect(confusionOf([], "validation")).toBeNull();
});

test("the best of three or more variants is the one with the lowest mean validation loss, told with its test loss", () => {
  const withLoss = (validation: number, tested: number): RunEnd => {
    const end = endOf(0.5, [[2, 0], [0, 2]], 0.5); // prettier-ignore
    return {
      ...end,
      validation: { ...end.validation, loss: validation },
      test: { ...end.test!, loss: tested },
    };
  };
  const all = [
    { variant: "one", end: withLoss(0.5, 0.1) },
    { variant: "other", end: withLoss(0.1, 0.6) },
    { variant: "other", end: withLoss(0.3, 0.8) },
    { variant: "third", end: withLoss(0.4, 0.2) },
  ];
  expect(bestOfMany(endTable(of("one", "other", "third"), all))).toMatchObject({
    variant: "other",
    count: 3,
    validation: { n: 2, mean: 0.2 },
    test: { n: 2, mean: 0.7 },
  });
  expect(bestOfMany(endTable(of("one", "other"), all))).toBeNull();
});
