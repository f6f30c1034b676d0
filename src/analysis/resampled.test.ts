import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { python, pythonMissing, runWithPackage } from "../../scripts/test/python-packages.mjs";
import { splitRows } from "../data/split";
import { resampled, type Resampling } from "../experiment/resampling";
import type { Experiment } from "../experiment/schema";
import { recordOf } from "../experiment/testing";
import { sayFact } from "../messages/sentence";
import { RandomStream } from "../random/random";
import { inFull } from "../test-size";
// Made by bench/reference/corrected_resampled_t.py with the SciPy version named there.
import corrected from "./corrected.json";
import { analyse } from "./analyse";
import { factsOf } from "./facts";
import { paired } from "./paired";
import { samplingOf } from "./sampling";
import { experimentOf, runOf } from "./testing";

const experiment = experimentOf([{ name: "one" }]);

function seedsTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

function samplingWith(resample: Resampling, train: number, validation: number, count: number) {
  const { data, evaluation } = experiment;
  return samplingOf({
    data: { ...data, train, validation, test: 0 },
    evaluation: { ...evaluation, resample },
    seeds: seedsTo(count),
  });
}

describe(`scikit-learn's formula with SciPy ${corrected.scipy} says the same`, () => {
  test.each(corrected.cases)(
    "of $tTest.degrees degrees, $train training and $validation validation rows",
    ({ train, validation, differences, tTest, difference }) => {
      const found = paired(differences, samplingWith("splits", train, validation, differences.length));
      for (const key of ["statistic", "degrees", "p"] as const)
        expect(found.tTest![key] / tTest[key]).toBeCloseTo(1, 10);
      for (const key of ["mean", "low", "high"] as const)
        expect(found.difference[key]! / difference[key]).toBeCloseTo(1, 10);
      expect(found.wilcoxon).toBeNull();
      // Without overlap it is the plain test.
      const plain = paired(differences, samplingWith("draws", train, validation, differences.length));
      expect(plain.tTest!.p).toBeLessThan(found.tTest!.p);
      expect(plain.wilcoxon).not.toBeNull();
    },
  );

  test.skipIf(python === null)(`and says so again (without Python skipped: ${pythonMissing})`, () => {
    const script = fileURLToPath(new URL(`../../${corrected.madeBy}`, import.meta.url));
    const again = JSON.parse(runWithPackage("scipy", [script])) as typeof corrected;
    for (const [index, { tTest }] of again.cases.entries())
      expect(tTest.p / corrected.cases[index]!.tTest.p).toBeCloseTo(1, 10);
  });
});

describe("every number over seeds takes the overlap into account", () => {
  const losses = { "no dropout": [0.5, 0.52, 0.47, 0.55, 0.51], dropout: [0.41, 0.44, 0.36, 0.47, 0.4] };
  const documentWith = (resample: Resampling): Experiment => {
    const { evaluation, ...others } = experimentOf([{ name: "no dropout", rate: 0 }, { name: "dropout" }]);
    const files = { source: "csv", path: "a.csv", target: 0, task: "classification", header: true } as const;
    const counts = { seed: 1, train: 800, validation: 200, test: 100 };
    const data = { ...(resample === "draws" ? { source: "digits" as const } : files), ...counts };
    return {
      ...others,
      data: data as Experiment["data"],
      evaluation: { ...evaluation, resample },
      seeds: seedsTo(5),
    };
  };
  const runs = Object.entries(losses).flatMap(([name, values]) =>
    values.map((loss, index) =>
      runOf(name, index + 1, recordOf({ loss, accuracy: 1 - loss }, { loss: loss + 0.1, accuracy: 0.5 })),
    ),
  );
  const widthOf = ({ low, high }: { low: number | null; high: number | null }) => high! - low!;
  const plain = analyse(documentWith("none"), runs);

  test.each([
    ["draws", 0, 0],
    ["splits", 200 / 800, 800 / 300],
    // 800 of 1,100 rows in a ring train. Of two neighbours they are the same but for 200, and of others but for 300.
    ["folds", 0, (0.4 * (600 / 800) + 0.6 * (500 / 800)) / (1 - (0.4 * (600 / 800) + 0.6 * (500 / 800)))],
  ] as const)("%s", (resample, validation, train) => {
    const { sampling, variants, comparisons, training, convergence } = analyse(documentWith(resample), runs);
    expect(sampling).toEqual({ over: resample, overlap: validation });
    const grows = (overlap: number) => Math.sqrt((1 / 5 + overlap) / (1 / 5));
    for (const [index, { last }] of variants.entries()) {
      const before = plain.variants[index]!.last!;
      for (const key of ["correct", "forgotten"] as const)
        expect(widthOf(last![key].loss) / widthOf(before[key].loss)).toBeCloseTo(grows(validation), 8);
      expect(widthOf(last!.training.loss) / widthOf(before.training.loss)).toBeCloseTo(grows(train), 8);
    }
    const tested = { comparisons, training } as const;
    for (const [key, overlap] of [
      ["comparisons", validation],
      ["training", train],
    ] as const)
      for (const [index, one] of tested[key].entries()) {
        const before = plain[key][index]!;
        expect(one.over).toBe(resample);
        expect(one.tTest === null).toBe(before.tTest === null);
        if (one.tTest === null) continue;
        expect(widthOf(one.difference) / widthOf(before.difference)).toBeCloseTo(grows(overlap), 8);
        expect(before.tTest!.statistic / one.tTest.statistic).toBeCloseTo(grows(overlap), 8);
        // The interval and the test agree.
        expect(one.tTest.p < 0.05).toBe(one.difference.low! > 0 || one.difference.high! < 0);
      }
    expect(convergence.every((one) => one.paired === null || one.paired.over === resample)).toBe(true);
  });

  test.each([
    ["none", "5 seeds on this one split", "이 분할 하나에서 시드 5개"],
    ["draws", "5 draws of the data", "새로 생성한 데이터 5벌"],
    ["splits", "5 random splits", "무작위 분할 5개"],
    ["folds", "5 folds", "폴드 5개"],
  ] as const)("the first sentence says what varied: %s", (resample, english, korean) => {
    const [first] = factsOf(analyse(documentWith(resample), runs));
    expect(sayFact(first!, "en")).toMatch(new RegExp(`95% CI [0-9.]+ to [0-9.]+ over ${english}\\)`));
    expect(sayFact(first!, "ko")).toContain(`, ${korean})`);
  });
});

describe("folds share the rows that the lab's own division gives them", () => {
  test.each([
    [80, 20, 0, [1, 2, 3, 4, 5]],
    [60, 25, 15, [1, 2, 3, 4]],
    [30, 20, 50, [2, 3, 5]],
    [80, 20, 0, [4, 5, 6, 7]],
  ] as const)("%i, %i and %i rows, seeds %j", (train, validation, test, seeds) => {
    const data = { ...experiment.data, train, validation, test };
    const evaluation = { ...experiment.evaluation, resample: "folds" } as const;
    const rows = train + validation + test;
    for (const split of ["train", "validation", "test"] as const) {
      const sets = seeds.map((seed) => {
        const resampling = resampled(data, "folds", seed);
        return { seed: resampling.seed, rows: new Set(splitRows(resampling, { rows })[split]) };
      });
      const shares = sets.flatMap((one, index) =>
        sets.slice(0, index).map((other) => {
          // Which rows two repetitions share is chance; the mean over all divisions is counted.
          if (one.seed !== other.seed) return data[split] / rows;
          return [...one.rows].filter((row) => other.rows.has(row)).length / one.rows.size;
        }),
      );
      const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
      const { overlap } = samplingOf({ data, evaluation, seeds: [...seeds] }, split);
      if (data[split] === 0) expect(overlap).toBe(0);
      else expect(overlap).toBeCloseTo(mean / (1 - mean), 12);
    }
  });
});

/** Repetitions, and by how much a share of .05 of them may then differ from its own by chance: 4 standard errors. */
const repetitions = inFull(10_000, 1_000);
const chance = 4 * Math.sqrt((0.05 * 0.95) / repetitions);

/** The shares of repetitions in which the corrected and the plain test find an effect that is not there. */
function falsePositives(
  sampling: ReturnType<typeof samplingWith>,
  differencesOf: (repetition: number) => number[],
): { corrected: number; plain: number } {
  const found = { corrected: 0, plain: 0 };
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const differences = differencesOf(repetition);
    if (paired(differences, sampling).tTest!.p < 0.05) found.corrected += 1;
    if (paired(differences, { ...sampling, overlap: 0 }).tTest!.p < 0.05) found.plain += 1;
  }
  return { corrected: found.corrected / repetitions, plain: found.plain / repetitions };
}

/**
 * Two learners without a difference: the target is x₀ + x₁ + noise, all standard normal, and each fits a line through
 * the origin to one of the two features. Their expected squared errors are equal. Each repetition has a finite sample of
 * its own, which the lab's own code divides for each seed.
 * @returns differences of the validation errors, for seeds 1 to `count`
 */
function learnersOn(resample: "splits" | "folds", count: number, train: number, validation: number) {
  const rows = train + validation;
  return (repetition: number): number[] => {
    const random = new RandomStream(repetition, "dataSampling");
    const features = [0, 1].map(() => Float64Array.from({ length: rows }, () => random.normal()));
    const target = Float64Array.from(
      { length: rows },
      (_, row) => features[0]![row]! + features[1]![row]! + random.normal(),
    );
    const data = { seed: repetition, train, validation, test: 0 };
    return Array.from({ length: count }, (_, index) => {
      const splits = splitRows(resampled(data, resample, index + 1), { rows });
      const [one, other] = features.map((feature) => {
        let [product, square, error] = [0, 0, 0];
        for (const row of splits.train) {
          product += feature[row]! * target[row]!;
          square += feature[row]! ** 2;
        }
        const slope = product / square;
        for (const row of splits.validation) error += (target[row]! - slope * feature[row]!) ** 2;
        return error / validation;
      });
      return one! - other!;
    });
  };
}

describe("without an effect, one test in twenty finds one", { timeout: 300_000 }, () => {
  test.each([5, 10, 20])("over %i draws of the data", (count) => {
    const normal = (repetition: number) => {
      const random = new RandomStream(repetition, "dataSampling", { layer: count });
      return Array.from({ length: count }, () => random.normal());
    };
    const { corrected: share, plain } = falsePositives(samplingWith("draws", 800, 200, count), normal);
    expect(share).toBe(plain);
    expect(share).toBeGreaterThan(Math.min(0.04, 0.05 - chance));
    expect(share).toBeLessThan(Math.max(0.06, 0.05 + chance));
  });

  // What the plain test finds is in docs/statistics.md.
  test.each([
    [5, 80, 20],
    [10, 80, 20],
    [20, 80, 20],
    [5, 50, 50],
    [10, 50, 50],
    [20, 50, 50],
  ])("over %i random splits into %i training and %i validation rows", (count, train, validation) => {
    const { corrected: share, plain } = falsePositives(
      samplingWith("splits", train, validation, count),
      learnersOn("splits", count, train, validation),
    );
    expect(share).toBeGreaterThan(Math.min(0.04, 0.05 - chance));
    expect(share).toBeLessThan(Math.max(0.06, 0.05 + chance));
    expect(plain).toBeGreaterThan(share + 0.05);
  });

  test.each([
    [5, 80, 20],
    [10, 80, 20],
    [20, 80, 20],
    [20, 90, 10],
  ])("over %i folds of %i training and %i validation rows", (count, train, validation) => {
    const { corrected: share, plain } = falsePositives(
      samplingWith("folds", train, validation, count),
      learnersOn("folds", count, train, validation),
    );
    expect(share).toBeGreaterThan(Math.min(0.04, 0.05 - chance));
    expect(share).toBeLessThan(Math.max(0.06, 0.05 + chance));
    // One repetition of all folds has no row twice, so that nothing is to be corrected.
    if (count * validation <= train + validation) expect(plain).toBe(share);
    else expect(plain).toBeGreaterThan(share + 0.05);
  });
});
