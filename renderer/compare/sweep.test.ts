import { describe, expect, test } from "vitest";
import { presets } from "../../src/experiment/presets";
import { experimentSchema } from "../../src/experiment/schema";
import { sweepOf } from "../../src/experiment/sweep";
import { cellsOf, rankOf, shareOn, sweptAxes } from "./sweep";

const swept = sweepOf(experimentSchema.parse(presets.textbook.document), {
  rates: [0, 0.5],
  axes: [
    { path: "training.l2", values: [1e-4, 0] },
    { path: "training.optimizer.type", values: ["sgd", "adam"] },
  ],
});
const axes = sweptAxes(swept, swept.variants);

describe("the axes of a sweep", () => {
  test("are the settings that differ, with their values in order", () => {
    expect(axes.map(({ path, places }) => [path, places])).toEqual([
      ["rate", [0, 0.5]],
      ["training.l2", [0, 1e-4]],
      ["training.optimizer.type", ["sgd", "adam"]],
    ]);
    expect(axes[2]!.setting?.kind).toBe("choice");
  });

  test("a variant that does not set one has the document's value, or none", () => {
    const variants = [
      { name: "as it is" },
      { name: "L2", set: { "training.l2": 0.1, "training.earlyStopping": { patience: 3 } } },
    ];
    const found = sweptAxes(swept, variants).map(({ path, values, places }) => [path, values, places]);
    expect(found).toEqual([
      ["training.l2", [0, 0.1], [0, 0.1]],
      ["training.earlyStopping", [null, '{"patience":3}'], [null, '{"patience":3}']],
    ]);
  });

  test("what all variants set alike is none", () => {
    const variants = [
      { name: "one", set: { "training.l2": 0.1 } },
      { name: "other", rate: 0.1, set: { "training.l2": 0.1 } },
    ];
    expect(sweptAxes(swept, variants).map(({ path }) => path)).toEqual(["rate"]);
  });
});

test("a cell is the mean over what else varies", () => {
  // Variants 0 to 7: 1e-4 before 0, in each the optimizers, in each the rates.
  const results = swept.variants.map((_, index) => (index === 7 ? null : index));
  expect(cellsOf(axes[0]!, axes[1]!, results)).toEqual([
    [
      { mean: 5, count: 2 },
      { mean: 5, count: 1 },
    ],
    [
      { mean: 1, count: 2 },
      { mean: 2, count: 2 },
    ],
  ]);
});

test("numbers stand by their size; wide ranges, words and what is left out by their order", () => {
  expect(shareOn({ places: [0, 0.1, 0.5] }, 0.1)).toBeCloseTo(0.2);
  expect(shareOn({ places: [0, 1e-6, 1e-2] }, 1e-6)).toBe(0.5);
  expect(shareOn({ places: [1e-4, 1e-3, 1e-2] }, 1e-3)).toBe(0.5);
  expect(shareOn({ places: [null, 1, 4] }, null)).toBe(0);
  expect(shareOn({ places: [null, 1, 4] }, 1)).toBe(0.5);
  expect(shareOn({ places: ["a", "b", "c"] }, "b")).toBe(0.5);
});

test("the best is the lowest loss and gap, and the highest accuracy", () => {
  expect(rankOf(0.2, [0.2, 0.6], "loss")).toBe(0);
  expect(rankOf(0.3, [0.2, 0.6], "gap")).toBeCloseTo(0.25);
  expect(rankOf(0.6, [0.2, 0.6], "accuracy")).toBe(0);
  expect(rankOf(0.6, [0.6, 0.6], "loss")).toBe(0);
});
