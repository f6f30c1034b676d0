import { describe, expect, test } from "vitest";
import { recordOf } from "../experiment/testing";
import type { Experiment } from "../experiment/schema";
import type { Language } from "../messages/language";
import { sayFact } from "../messages/sentence";
import { analyse } from "./analyse";
import { coadaptationOf, type CorrelatedRun } from "./coadaptation";
import { coadaptationFacts } from "./coadaptation-facts";
// Made by bench/reference/tests_over_seeds.py with the SciPy version named there.
import scipy from "./scipy.json";
import { experimentOf, runOf } from "./testing";

const pair = experimentOf([{ name: "no dropout", rate: 0 }, { name: "dropout" }]);
const three = experimentOf([
  { name: "no dropout", rate: 0 },
  { name: "p = 0.1", rate: 0.1 },
  { name: "p = 0.5", rate: 0.5 },
]);

/** A run for each seed with these numbers, layer by layer. */
const runsOf = (variant: string, ...seeds: (readonly (number | null)[] | null)[]): CorrelatedRun[] =>
  seeds.map((correlations, index) => ({
    run: runOf(variant, index + 1, recordOf({ loss: 1 })),
    correlations,
  }));
const analysed = (experiment: Experiment, runs: readonly CorrelatedRun[], baseline?: string) =>
  analyse(
    experiment,
    runs.map(({ run }) => run),
    { baseline },
  );
const compared = (experiment: Experiment, runs: readonly CorrelatedRun[], baseline?: string) =>
  coadaptationOf(analysed(experiment, runs, baseline), runs);
function said(
  experiment: Experiment,
  runs: readonly CorrelatedRun[],
  { language = "en", epoch = 40, baseline }: { language?: Language; epoch?: number; baseline?: string } = {},
): string[] {
  const analysis = analysed(experiment, runs, baseline);
  return coadaptationFacts(coadaptationOf(analysis, runs), analysis, epoch).map((fact) =>
    sayFact(fact, language),
  );
}

test.each(scipy.samples)(
  `SciPy ${scipy.scipy} gives the same interval and test over seeds: $name`,
  ({ differences, difference, tTest }) => {
    // In a scale in which no interval reaches beyond -1 and 1.
    const scale = 0.4 / Math.max(...[...differences, difference.low, difference.high].map(Math.abs));
    const runs = [
      ...runsOf("no dropout", ...differences.map(() => [0.5])),
      ...runsOf("dropout", ...differences.map((value) => [0.5 + value * scale])),
    ];
    const [found] = compared(pair, runs);
    for (const field of ["mean", "low", "high", "sd"] as const) {
      expect(found!.difference[field]).toBeCloseTo(difference[field] * scale, 12);
    }
    expect(found!.tTest?.p ?? null).toEqual(tTest && expect.closeTo(tTest.p, 9));
    expect(found!.own.mean - found!.other.mean).toBeCloseTo(found!.difference.mean, 12);
  },
);

const less = [
  ...runsOf("no dropout", [0.34, 0.2], [0.35, 0.21], [0.33, 0.22], [0.34, 0.19]),
  ...runsOf("dropout", [0.21, 0.21], [0.2, 0.19], [0.21, 0.24], [0.22, 0.182]),
];

describe("sentences", () => {
  test("of each hidden layer, paired and hedged, in both languages", () => {
    expect(said(pair, less)).toEqual([
      'After epoch 40, the units of hidden layer 1 are less correlated with "dropout" than with "no dropout": mean |r| 0.21 against 0.34, a difference of 0.13 (95% CI 0.11 to 0.15 over 4 seeds on this one draw).',
      'After epoch 40, there is no detectable difference in how correlated the units of hidden layer 2 are between "dropout" and "no dropout": mean |r| 0.21 against 0.21, a difference of 0.00 (95% CI −0.03 to +0.03 over 4 seeds on this one draw).',
    ]);
    expect(said(pair, less, { language: "ko", epoch: 0 })).toEqual([
      "학습 전에 은닉 계층 1의 노드는 “드랍아웃”에서 “드랍아웃 없음”보다 서로 덜 상관되어 있습니다: |r|의 평균 0.21, “드랍아웃 없음”에서는 0.34, 차이 0.13(95% 신뢰 구간 0.11 ~ 0.15, 이 데이터 하나에서 시드 4개).",
      "학습 전에 “드랍아웃”에서 은닉 계층 2의 노드 사이 상관은 “드랍아웃 없음”에 비해 유의한 차이가 없습니다: |r|의 평균 0.21, “드랍아웃 없음”에서는 0.21, 차이 0.00(95% 신뢰 구간 −0.03 ~ +0.03, 이 데이터 하나에서 시드 4개).",
    ]);
  });

  test("one seed is said to be no test", () => {
    const runs = [...runsOf("no dropout", [0.3]), ...runsOf("dropout", [0.36])];
    expect(said(pair, runs)).toEqual([
      'After epoch 40, the units of hidden layer 1 are more correlated with "dropout" than with "no dropout": mean |r| 0.360 against 0.300, a difference of 0.060 (1 seed on this one draw, not tested).',
      "Differences over fewer than 3 seeds are not tested: add seeds to gauge chance.",
    ]);
  });

  test("of several variants the largest fall that is sure is told, or that none is", () => {
    const wobble = [0, 0.004, -0.004, 0.002];
    const runs = (...shifts: number[]) =>
      three.variants.flatMap(({ name }, index) =>
        runsOf(name, ...wobble.map((by) => [0.3 + shifts[index]! + by * (index + 1)])),
      );
    expect(said(three, runs(0, -0.05, -0.1))[0]).toContain(
      'less correlated with "p = 0.5" than with "no dropout"',
    );
    expect(said(three, runs(0, 0.05, 0.1))[0]).toContain(
      'more correlated with "p = 0.5" than with "no dropout"',
    );
    expect(said(three, runs(0, 0, 0))[0]).toContain(
      'none of the 2 variants compared shows a detectable difference from "no dropout"',
    );
    // The variant that a person chose to compare with, whatever it drops.
    expect(said(three, runs(0, -0.05, -0.1), { baseline: "p = 0.1" })[0]).toContain(
      'less correlated with "p = 0.5" than with "p = 0.1"',
    );
  });
});

test("all variants and layers are one family of Holm's correction, which a sentence tells where it decides", () => {
  const differences = [-0.011, -0.022, -0.002, -0.025];
  const runs = [
    ...runsOf("no dropout", ...differences.map(() => [0.3, 0.3])),
    ...runsOf("p = 0.1", ...differences.map((value) => [0.3 + value, 0.301])),
    ...runsOf("p = 0.5", ...differences.map((_, index) => [0.3 + index / 1000, 0.3 - index / 100])),
  ];
  const found = compared(three, runs);
  expect(found.map(({ layer, variant }) => [layer, variant])).toEqual([
    [0, "p = 0.1"],
    [0, "p = 0.5"],
    [1, "p = 0.1"],
    [1, "p = 0.5"],
  ]);
  // The same difference in each seed is no test.
  const tests = found.flatMap(({ tTest }) => tTest ?? []);
  expect(tests).toHaveLength(3);
  const smallest = [...tests].sort((one, other) => one.p - other.p)[0]!;
  expect(smallest.holm).toBeCloseTo(3 * smallest.p, 12);
});

test("seeds that failed are told as missing; runs that were not looked at, and layers without a number, are not", () => {
  const [failed, ...others] = runsOf("dropout", null, [0.2], [0.25], [0.22], null, [null]);
  const runs = [
    ...runsOf("no dropout", [0.3], [0.31], [0.29], [0.3], [0.3], [0.3]),
    { ...failed!, run: { ...failed!.run, status: "failed" as const, records: [] } },
    ...others,
  ];
  const [found] = compared(pair, runs);
  expect(found).toMatchObject({ planned: 4, missing: [{ seed: 1, why: "failed" }] });
  expect(found!.difference.n).toBe(3);
  expect(said(pair, runs)[0]).toContain("3 seeds on this one draw, of 4: 1 failed)");
});

test("without pairs there is nothing to say", () => {
  expect(said(pair, runsOf("dropout", [0.2], [0.3]))).toEqual([]);
  expect(said(pair, [])).toEqual([]);
});
