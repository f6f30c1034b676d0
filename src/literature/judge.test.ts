import { expect, test } from "vitest";
import type { EpochRecord } from "../experiment/result";
import { checkExperiment } from "../experiment/check";
import { literatureEn } from "../messages/literature.en";
import { literatureKo } from "../messages/literature.ko";
import type { Claim } from "./claim";
import { claimIds, claimOf, claims } from "./claims";
import { judge } from "./judge";

const record = (loss: number): EpochRecord => ({
  epoch: 1,
  training: { loss: 0 },
  train: { eval: { loss: 2 * loss } },
  validation: { eval: { loss, accuracy: 1 - loss }, train: { loss: 3 * loss } },
  trainingSeconds: 0,
  evaluationSeconds: 0,
});
const runs = (losses: Readonly<Record<string, readonly number[]>>, status: "done" | "failed" = "done") =>
  Object.entries(losses).flatMap(([variant, all]) =>
    all.map((loss, seed) => ({ variant, seed, status, records: [record(9), record(loss)] })),
  );
const claimWith = (...readings: Claim["readings"]): Claim => ({ ...claims.plentyOfData, readings });
const reading = (
  expected: Claim["readings"][number]["expected"],
  measure: "loss" | "trainingLoss" = "loss",
) => ({ name: "it", measure, contrast: { one: 1, other: -1 }, expected }) as const;

// Differences -0.1, -0.2, -0.3: mean -0.2, half of the t interval 4.302653 * 0.1 / sqrt(3) = 0.248414.
const nearly = { one: [0.4, 0.3, 0.2], other: [0.5, 0.5, 0.5] };
// The same less 0.1: the interval ends below 0.
const clearly = { one: [0.3, 0.2, 0.1], other: [0.5, 0.5, 0.5] };

test("a contrast is added up for each seed and has a t interval over seeds", () => {
  const { found } = judge(claimWith(reading("below")), runs(nearly)).readings[0]!;
  expect(found).toMatchObject({ n: 3 });
  expect(found!.mean).toBeCloseTo(-0.2, 12);
  expect(found!.low).toBeCloseTo(-0.448414, 6);
  expect(found!.high).toBeCloseTo(0.048414, 6);
  const training = judge(claimWith(reading("below", "trainingLoss")), runs(nearly)).readings[0]!;
  expect(training.found!.mean).toBeCloseTo(-0.4, 12);
});

test("what is known in closed form is taken away from each seed's sum", () => {
  const known = { ...reading({ within: 0.26 }), closedForm: -0.3 };
  const { found, verdict } = judge(claimWith(known), runs(nearly)).readings[0]!;
  expect(found!.mean).toBeCloseTo(0.1, 12);
  expect(found!.high).toBeCloseTo(0.348414, 6);
  expect(verdict).toBe("notSeen");
});

test("the closed forms of a shrunken regression follow from all masks", () => {
  // The mean of (1 - w m₁ … mₙ)² over all masks of n layers that drop with p.
  const lossOf = (weight: number, p: number, layers: number): number => {
    const over = (left: number, product: number): number =>
      left === 0
        ? (1 - weight * product) ** 2
        : p * over(left - 1, 0) + (1 - p) * over(left - 1, product / (1 - p));
    return over(layers, 1);
  };
  for (const [name, p, layers] of [
    ["none", 0, 1],
    ["fifth", 0.2, 1],
    ["half", 0.5, 1],
    ["twice", 0.5, 2],
  ] as const) {
    const weights = Array.from({ length: 10_001 }, (_, step) => step / 10_000);
    const best = weights.reduce((least, weight) =>
      lossOf(weight, p, layers) < lossOf(least, p, layers) ? weight : least,
    );
    const { closedForm } = claims.shrinkage.readings.find((each) => each.name === name)!;
    expect(closedForm).toBeCloseTo((1 - best) ** 2, 3);
  }
});

test.each([
  ["below", nearly, "notSeen"],
  ["below", clearly, "seen"],
  ["above", clearly, "opposite"],
  [{ within: 0.45 }, nearly, "seen"],
  [{ within: 0.44 }, nearly, "notSeen"],
  [{ within: 0.01 }, clearly, "opposite"],
  ["below", { one: [0.1, 0.1], other: [0.5, 0.5] }, "tooFewSeeds"],
] as const)("of %j with %j the verdict is %s", (expected, losses, verdict) => {
  expect(judge(claimWith(reading(expected)), runs(losses)).verdict).toBe(verdict);
});

test("a claim is seen if each reading is, and opposite if one is; runs that are not done do not count", () => {
  expect(judge(claimWith(reading("below"), reading({ within: 1 })), runs(clearly)).verdict).toBe("seen");
  expect(judge(claimWith(reading("below"), reading("above")), runs(clearly)).verdict).toBe("opposite");
  expect(judge(claimWith(reading("below")), runs(clearly, "failed")).verdict).toBe("tooFewSeeds");
});

test.each(claimIds)("the document of %s is sound, is known again and has texts", (id) => {
  const { document, readings }: Claim = claims[id];
  const { experiment, faults } = checkExperiment(document);
  expect(faults).toEqual([]);
  expect(claimOf(experiment!)).toBe(id);
  expect(document.name).toBe(`claim: ${literatureEn[id].title}`);
  expect(claimOf({ ...experiment!, seeds: [7, 8, 9] })).toBe(id);
  // What the lab says of the reduction would be false.
  expect(claimOf({ ...experiment!, training: { ...experiment!.training, epochs: 3 } })).toBeNull();
  const names = new Set(experiment!.variants.map(({ name }) => name));
  for (const { contrast } of readings)
    expect(Object.keys(contrast).filter((variant) => !names.has(variant))).toEqual([]);
  expect(experiment!.seeds.length).toBeGreaterThanOrEqual(3);
  for (const texts of [literatureEn, literatureKo])
    expect(Object.keys(texts[id].readings)).toEqual(readings.map(({ name }) => name));
});
