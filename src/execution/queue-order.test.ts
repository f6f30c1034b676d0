import { expect, test } from "vitest";
import { queueOrder } from "./queue-order";
import { smallExperiment } from "../lab/testing";

function order(variants: Parameters<typeof smallExperiment>[0] & object): string[] {
  const experiment = smallExperiment(variants);
  const runs = experiment.seeds.flatMap((seed) =>
    experiment.variants.map(({ name }) => ({ variant: name, seed })),
  );
  return queueOrder(experiment, runs).map(({ variant, seed }) => `${variant} ${seed}`);
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

test("runs of no seed have no order", () => {
  expect(queueOrder(smallExperiment(), [])).toEqual([]);
});
