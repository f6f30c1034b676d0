import { expect, test } from "vitest";
import { queueOrder } from "./queue-order";
import { smallExperiment } from "../lab/testing";

function order(variants: Parameters<typeof smallExperiment>[0] & object, workers?: number): string[] {
  const experiment = smallExperiment(variants);
  const runs = experiment.seeds.flatMap((seed) =>
    experiment.variants.map(({ name }) => ({ variant: name, seed })),
  );
  return queueOrder(experiment, runs, workers).map(({ variant, seed }) => `${variant} ${seed}`);
}

test("runs are trained as they stand, those of the last seed the longest first", () => {
  const variants = [
    { name: "none", rate: 0 },
    { name: "few", rate: 0.3, train: 16 },
    { name: "half", rate: 0.5 },
    { name: "wide", rate: 0.5, width: 4 },
    { name: "tenth", rate: 0.1 },
  ];
  expect(order({ variants, seeds: [4, 2] })).toEqual([
    ...["none 4", "few 4", "half 4", "wide 4", "tenth 4"],
    ...["wide 2", "half 2", "tenth 2", "none 2", "few 2"],
  ]);
});

const three = [
  { name: "a", rate: 0 },
  { name: "b", rate: 0.3 },
  { name: "c", rate: 0.5 },
];

test("workers have a seed each, and begin with different variants", () => {
  expect(order({ variants: three, seeds: [4, 2, 9, 7] }, 2)).toEqual([
    ...["a 4", "b 2", "b 4", "c 2", "c 4", "a 2"],
    // No second seed is left to share the time.
    ...["a 9", "b 9", "c 9"],
    ...["b 7", "c 7", "a 7"],
  ]);
  const nine = order({ variants: three, seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9] }, 3);
  expect(new Set(nine).size).toBe(27);
  expect(nine.slice(0, 4)).toEqual(["a 1", "b 2", "c 3", "b 1"]);
});

test.each([1, 2, 3, 8])("every run has one place, also of seeds with fewer runs: %i workers", (workers) => {
  const experiment = smallExperiment({ variants: three, seeds: [1, 2, 3, 4] });
  const runs = [1, 2, 3, 4].flatMap((seed) =>
    three.slice(0, 1 + (seed % 3)).map(({ name }) => ({ variant: name, seed })),
  );
  const ordered = queueOrder(experiment, runs, workers);
  expect(ordered).toHaveLength(runs.length);
  expect(new Set(ordered)).toEqual(new Set(runs));
});

test("runs of no seed have no order", () => {
  expect(queueOrder(smallExperiment(), [])).toEqual([]);
});
