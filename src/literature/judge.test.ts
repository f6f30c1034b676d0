import { expect, test } from "vitest";
import type { EpochRecord } from "../experiment/result";
import { checkExperiment } from "../experiment/check";
import { experimentSchema } from "../experiment/schema";
import { literatureEn } from "../messages/literature.en";
import { literatureKo } from "../messages/literature.ko";
import type { Claim } from "./claim";
import { claimIds, claimOf, claims } from "./claims";
import { judge } from "./judge";
import { claimOnTable, ownTableClaims } from "./own-table";

const record = (loss: number): EpochRecord => ({
  epoch: 1,
  training: { loss: 0 },
  train: { eval: { loss: 2 * loss } },
  validation: { eval: { loss, accuracy: 1 - loss }, train: { loss: 3 * loss } },
  trainingSeconds: 0,
  evaluationSeconds: 0,
});
const tried = (losses: Parameters<typeof runs>[0], status?: "failed") => ({
  experiment: experimentSchema.parse(claims.plentyOfData.document),
  runs: runs(losses, status),
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
  const { found } = judge(claimWith(reading("below")), tried(nearly)).readings[0]!;
  expect(found).toMatchObject({ n: 3 });
  expect(found!.mean).toBeCloseTo(-0.2, 12);
  expect(found!.low).toBeCloseTo(-0.448414, 6);
  expect(found!.high).toBeCloseTo(0.048414, 6);
  const training = judge(claimWith(reading("below", "trainingLoss")), tried(nearly)).readings[0]!;
  expect(training.found!.mean).toBeCloseTo(-0.4, 12);
});

test("what is known in closed form is taken away from each seed's sum", () => {
  const known = { ...reading({ within: 0.26 }), closedForm: -0.3 };
  const { found, verdict } = judge(claimWith(known), tried(nearly)).readings[0]!;
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
  expect(judge(claimWith(reading(expected)), tried(losses)).verdict).toBe(verdict);
});

test("a claim is seen if each reading is, and opposite if one is; runs that are not done do not count", () => {
  expect(judge(claimWith(reading("below"), reading({ within: 1 })), tried(clearly)).verdict).toBe("seen");
  expect(judge(claimWith(reading("below"), reading("above")), tried(clearly)).verdict).toBe("opposite");
  expect(judge(claimWith(reading("below")), tried(clearly, "failed")).verdict).toBe("tooFewSeeds");
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

test("a table of one's own may take the place of a claim's data, if each seed divides it anew", () => {
  expect(ownTableClaims).toEqual(["mcRegression"]);
  const table = { source: "table", path: "/a.csv", target: "y", task: "regression" } as const;
  const rows = {
    train: 70,
    validation: 15,
    test: 30,
    columns: [{ name: "y", kind: "number", role: "target" }],
  };
  const parsed = experimentSchema.parse(claimOnTable("mcRegression", { ...table, ...rows } as never));
  expect(claimOf(parsed)).toBe("mcRegression");
  expect(claimOf({ ...parsed, evaluation: { ...parsed.evaluation, resample: "none" } })).toBeNull();
  expect(claimOf({ ...parsed, training: { ...parsed.training, epochs: 3 } })).toBeNull();
  // Splits share rows: the interval is wider by sqrt(1/n + 30/70) against sqrt(1/n), and the test split is what is read.
  const end = (rmse: number) => ({
    epoch: 2,
    validation: { rows: 15, loss: 0, mcRmse: 0 },
    test: { rows: 30, loss: 0, mcRmse: rmse },
  });
  const measured = runs({ one: [1, 1, 1], other: [1, 1, 1] }).map((run) => ({
    ...run,
    end: end(run.variant === "one" ? [4, 3, 2][run.seed]! : 5),
  }));
  const claim = claimWith({
    name: "it",
    measure: "mcRmse",
    contrast: { one: 1, other: -1 },
    expected: "below",
  });
  const { found } = judge(claim, { experiment: parsed, runs: measured }).readings[0]!;
  expect(found!.mean).toBeCloseTo(-2, 12);
  expect(found!.high! + 2).toBeCloseTo(4.302653 * Math.sqrt(1 / 3 + 30 / 70), 5);
});
