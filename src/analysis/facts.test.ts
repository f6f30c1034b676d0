import { describe, expect, test } from "vitest";
import type { Experiment, ExperimentInput } from "../experiment/schema";
import { type Language, languages } from "../messages/language";
import { sayFact } from "../messages/sentence";
import { analyse } from "./analyse";
import { factsOf } from "./facts";
import type { RunRecords } from "./runs";
import { recordOf } from "../experiment/testing";
import { experimentOf, runOf } from "./testing";

const pair = experimentOf([{ name: "no dropout", rate: 0 }, { name: "p = 0.3" }]);
const wobbles = [-0.02, 0.01, 0, 0.03, -0.02];

const say = (experiment: Experiment, runs: readonly RunRecords[], language: Language = "en") =>
  factsOf(analyse(experiment, runs)).map((fact) => sayFact(fact, language));
const codes = (experiment: Experiment, runs: readonly RunRecords[]) =>
  factsOf(analyse(experiment, runs)).map(({ code }) => code);

/** Five seeds as on the drawn digits: dropout helps, forgetting eval harms. */
const typical = wobbles.flatMap((wobble, index) => [
  runOf("no dropout", index + 1, recordOf({ loss: 0.52 + wobble, accuracy: 0.893 + wobble / 10 })),
  runOf(
    "p = 0.3",
    index + 1,
    recordOf(
      { loss: 0.41 + wobble / 2, accuracy: 0.912 },
      { loss: 0.55 - wobble, accuracy: 0.873 + wobble / 10 },
    ),
  ),
]);

/** Runs whose only epoch has this loss, added to the seed's own. */
function shifted(experiment: Experiment, shifts: number[], spread = 0.01, seeds = 5): RunRecords[] {
  return experiment.variants.flatMap(({ name }, variant) =>
    Array.from({ length: seeds }, (_, seed) =>
      runOf(
        name,
        seed,
        recordOf({ loss: 1 + seed / 10 + shifts[variant]! + spread * Math.sin(variant * 7 + seed * 3) }),
      ),
    ),
  );
}

const rates = (...values: number[]) => values.map((rate) => ({ name: `p = ${rate}`, rate }));
const sweep = (variants: ExperimentInput["variants"]) => experimentOf(variants);

describe("against a baseline with dropout", () => {
  const against = (
    baseline: string,
    experiment: Experiment,
    runs: readonly RunRecords[],
    language: Language,
  ) => factsOf(analyse(experiment, runs, { baseline })).map((fact) => sayFact(fact, language));
  const three = sweep(rates(0, 0.1, 0.3));

  test("all others are told of, no dropout too, and none of the sentences is about dropout as such", () => {
    const runs = shifted(three, [-0.3, 0, -0.1]);
    const [first, ...others] = against("p = 0.1", three, runs, "en");
    expect(first).toMatch(
      /^At the last epoch, "p = 0" lowers the validation loss by 0\.\d+ .* against "p = 0\.1"/,
    );
    expect(others).toContain(
      'At the last epoch, the validation loss with "p = 0" is lower than with each of the other 2 variants.',
    );
    const [worse, ...rest] = against("p = 0", three, runs, "en");
    expect(worse).toContain("dropout does not help here");
    expect(rest.join(" ")).not.toContain('against "p = 0.1"');
    for (const language of languages) {
      for (const shifts of [
        [-0.3, 0, -0.1],
        [0.3, 0, 0.1],
        [0, 0, 0],
      ]) {
        const said = against("p = 0.1", three, shifted(three, shifts, 0.02), language).join(" ");
        expect(said).not.toMatch(/dropout does not help|with dropout|without dropout|드랍아웃을|드랍아웃이/);
      }
    }
  });

  test("sentences are about the size and width of the variant that was chosen", () => {
    const wide = sweep([
      ...rates(0, 0.1),
      { name: "narrow", rate: 0, width: 0.5 },
      { name: "narrow p", rate: 0.1, width: 0.5 },
    ]);
    const runs = shifted(wide, [0, -0.1, 0, -0.2]);
    expect(against("narrow", wide, runs, "en")[0]).toContain('"narrow p" lowers');
    expect(against("narrow p", wide, runs, "en")[0]).toContain('"narrow" raises');
  });
});

test("the typical case, in both languages", () => {
  expect(say(pair, typical)).toEqual([
    'At the last epoch, "p = 0.3" lowers the validation loss by 0.11 (95% CI 0.10 to 0.12 over 5 seeds on this one draw) against "no dropout".',
    'At the last epoch, eval forgotten costs 3.9 points of accuracy (95% CI 3.6 to 4.2 over 5 seeds on this one draw) with "p = 0.3": it drops from 91.2% to 87.3%.',
    'At the last epoch, "p = 0.3" raises the accuracy by 1.9 points (95% CI 1.6 to 2.2 over 5 seeds on this one draw) against "no dropout".',
    'At the last epoch, "p = 0.3" lowers the training loss (dropout off) by 0.11 (95% CI 0.10 to 0.12 over 5 seeds on this one draw) against "no dropout".',
  ]);
  expect(say(pair, typical, "ko")).toEqual([
    "마지막 에포크에서 “p = 0.3”의 검증 손실은 “드랍아웃 없음”보다 0.11 낮습니다(95% 신뢰 구간 0.10 ~ 0.12, 이 데이터 하나에서 시드 5개).",
    "마지막 에포크에서 추론 모드 전환을 누락하면 “p = 0.3”의 정확도가 3.9%p 떨어집니다(95% 신뢰 구간 3.6 ~ 4.2, 이 데이터 하나에서 시드 5개): 91.2% → 87.3%.",
    "마지막 에포크에서 “p = 0.3”의 정확도는 “드랍아웃 없음”보다 1.9%p 높습니다(95% 신뢰 구간 1.6 ~ 2.2, 이 데이터 하나에서 시드 5개).",
    "마지막 에포크에서 “p = 0.3”의 훈련 손실(드랍아웃 꺼짐)은 “드랍아웃 없음”보다 0.11 낮습니다(95% 신뢰 구간 0.10 ~ 0.12, 이 데이터 하나에서 시드 5개).",
  ]);
});

test("fewer than three seeds are said to allow no test", () => {
  expect(say(pair, typical.slice(0, 2))).toEqual([
    'At the last epoch, "p = 0.3" lowers the validation loss by 0.10 (1 seed on this one draw, not tested) against "no dropout".',
    'At the last epoch, eval forgotten costs 4.1 points of accuracy (1 seed on this one draw, not tested) with "p = 0.3": it drops from 91.2% to 87.1%.',
    "Differences over fewer than 3 seeds are not tested: add seeds to gauge chance.",
    'At the last epoch, "p = 0.3" lowers the training loss (dropout off) by 0.10 (1 seed on this one draw, not tested) against "no dropout".',
  ]);
  expect(say(pair, typical.slice(0, 4))[0]).toContain("(2 seeds on this one draw, not tested)");
  // Their interval is so wide that its width would round the difference away.
  expect(say(pair, typical.slice(0, 4))[0]).toMatch(/by 0\.\d*[1-9]\d* \(2 seeds/);
});

describe("which rate", () => {
  const experiment = sweep(rates(0, 0.1, 0.2, 0.3, 0.4));

  test("rates that cannot be told from the best are named", () => {
    const runs = shifted(experiment, [0, -0.05, -0.2, -0.1, -0.199]);
    expect(say(experiment, runs)).toContain(
      'At the last epoch, there is no detectable difference in validation loss between "p = 0.2" and "p = 0.4" (5 seeds on this one draw).',
    );
  });

  test("each of them says which seeds are missing from its pairs", () => {
    const runs = shifted(experiment, [0, -0.05, -0.2, -0.1, -0.192]).map((run) =>
      run.variant === "p = 0.4" && run.seed === 4 ? { ...run, status: "failed" as const, records: [] } : run,
    );
    expect(say(experiment, runs).join("\n")).toContain(
      'At the last epoch, there is no detectable difference in validation loss between "p = 0.2" and "p = 0.4" (1 of 5 seeds missing: 1 failed) (4 seeds on this one draw).',
    );
    expect(say(experiment, runs, "ko").join(" ")).toContain(
      "“p = 0.4”(시드 5개 중 1개 빠짐: 실패 1개)(이 데이터 하나에서 시드 4개)",
    );
  });

  test("a rate that is better than all others is called so", () => {
    expect(codes(experiment, shifted(experiment, [0, -0.05, -0.3, -0.1, -0.2]))).toContain("rateBest");
  });

  test("a rate that lost seeds is not forgotten where it is lower than the one that could be tested", () => {
    const run = (name: string, loss: number, ...seeds: number[]) =>
      seeds.map((seed) => runOf(name, seed, recordOf({ loss: loss + Math.sin(seed) / 1000 })));
    const said = say(sweep(rates(0, 0.3, 0.5)), [
      ...run("p = 0", 1, 1, 2, 3, 4),
      ...run("p = 0.3", 0.9, 1, 2, 3, 4, 5, 6, 7, 8),
      // Two seeds in common with the baseline: no test there.
      ...run("p = 0.5", 0.7, 3, 4, 5, 6, 7, 8),
    ]);
    expect(said[0]).toMatch(/^At the last epoch, "p = 0\.3" lowers the validation loss by 0\.1/);
    expect(said).toContain(
      'At the last epoch, the validation loss with "p = 0.3" is higher than with "p = 0.5".',
    );
    expect(said.join()).not.toContain("each of the other");
  });

  test("nothing is lower than every other where a pair of them could not be tested", () => {
    const runs = shifted(experiment, [0, -0.05, -0.3, -0.1, -0.2]);
    const fewer = runs.filter(({ variant, seed }) => variant !== "p = 0.1" || seed < 2);
    expect(codes(experiment, fewer)).not.toContain("rateBest");
    expect(codes(experiment, fewer)).toContain("rateLower");
  });

  test("with sizes and widths, the sentence about all rates names the size and width of its variants", () => {
    const wide = sweep(
      [0.25, 1].flatMap((width) =>
        [0, 0.25, 0.5].map((rate) => ({ name: `p = ${rate}, width × ${width}`, rate, width })),
      ),
    );
    // p = 0.5 at width × 1 is the best of its width, and no better than p = 0.25 at width × 0.25.
    const said = say(wide, shifted(wide, [0, -0.3, -0.1, 0, -0.1, -0.3]));
    expect(said).toContain(
      'At the last epoch, the validation loss with "p = 0.5, width × 1" is lower than with each of the other 2 variants at width × 1.',
    );
  });

  test("none that differs is hedged for all of them", () => {
    const runs = shifted(experiment, [0, 0, 0, 0, 0], 0.1);
    expect(say(experiment, runs)[0]).toMatch(
      /^At the last epoch, none of the 4 variants with dropout shows a detectable difference from "p = 0"/,
    );
  });

  test("an interval without 0 is not enough where several rates were tried", () => {
    const many = sweep(rates(0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7));
    const alone = sweep(rates(0, 0.1));
    const shifts = [0, -0.06, 0.06, 0.06, 0.06, 0.06, 0.06, 0.06];
    expect(codes(alone, shifted(alone, shifts, 0.05))[0]).toBe("dropoutLowersLoss");
    const [first] = say(many, shifted(many, shifts, 0.05));
    expect(first).toMatch(
      /seeds on this one draw; corrected for all comparisons p = 0\.\d\d\).*among 7 comparisons chance could do that/,
    );
  });

  test("one that harms is told beside one that may help, and harm from all of them as harm", () => {
    const three = sweep(rates(0, 0.1, 0.5));
    expect(codes(three, shifted(three, [0, -0.02, 0.3], 0.05)).slice(0, 2)).toEqual([
      "dropoutUnclear",
      "dropoutRaisesLoss",
    ]);
    expect(codes(three, shifted(three, [0, 0.2, 0.3]))[0]).toBe("dropoutHarmsAll");
    expect(codes(three, shifted(three, [0, 0.2, 0.3], 0.01, 2))[0]).toBe("dropoutRaisesLoss");
  });
});

describe("early stopping and the best epoch", () => {
  /** Without dropout the loss rises again after the second epoch; with it, it stays. */
  const overfitting = (gain: number) =>
    wobbles.flatMap((wobble, seed) => {
      const run = (name: string, ...losses: number[]) =>
        runOf(
          name,
          seed,
          ...losses.map((loss, index) => recordOf({ loss: loss + wobble }, undefined, index + 1)),
        );
      return [
        run("no dropout", 1, 0.5, 0.9, 0.9, 0.9, 0.9, 0.9, 1 + wobble),
        run("p = 0.3", 1, 0.5 - gain + wobble / 5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6),
      ];
    });

  test("a gain that early stopping takes away is said to be gone", () => {
    expect(say(pair, overfitting(0))).toContain(
      'With early stopping (patience 5), no detectable difference remains: "p = 0.3" then changes the validation loss by 0.000 (95% CI −0.005 to +0.005 over 5 seeds on this one draw) against "no dropout".',
    );
  });

  test("one that it makes small, as small; one that stays is not mentioned", () => {
    expect(codes(pair, overfitting(0.1))).toContain("gainSmaller");
    expect(codes(pair, overfitting(0.3)).filter((code) => code.startsWith("gain"))).toEqual([]);
  });

  test("a gain that the last epoch hides", () => {
    const runs = wobbles.flatMap((wobble, seed) => [
      runOf("no dropout", seed, recordOf({ loss: 0.5 }, undefined, 1), recordOf({ loss: 0.6 }, undefined, 2)),
      runOf(
        "p = 0.3",
        seed,
        recordOf({ loss: 0.3 + wobble }, undefined, 1),
        recordOf({ loss: 0.6 + wobble }, undefined, 2),
      ),
    ]);
    expect(codes(pair, runs)).toContain("gainOnly");
  });
});

describe("losses that still fall", () => {
  /** Two variants over these epochs; dropout is slower by a factor, or has another final loss. */
  const training = (losses: number[], gap: number[], seeds = 3) =>
    Array.from({ length: seeds }, (_, seed) =>
      ["no dropout", "p = 0.3"].map((name, variant) =>
        runOf(
          name,
          seed,
          ...losses.map((loss, index) =>
            recordOf({ loss: loss + variant * gap[index]! + seed / 100 }, undefined, index + 1),
          ),
        ),
      ),
    ).flat();
  const steep = [2, 1.2, 0.8];
  const flat = [0.8, 0.5, 0.5, 0.501, 0.5, 0.5, 0.501, 0.5];

  test.each([1, 2, 3, 5])("there is no verdict on dropout then (%i seeds)", (seeds) => {
    const [first, ...others] = say(pair, training(steep, [0.1, 0.15, 0.2], seeds));
    expect(first).toMatch(
      /raises the validation loss by 0\.20? .*; after 3 epochs both losses still fall: train longer/,
    );
    expect([first, ...others].join()).not.toContain("does not help");
  });

  test("nor a claim that it helps, or makes no difference, without that", () => {
    expect(say(pair, training(steep, [-0.1, -0.15, -0.2]))[0]).toMatch(/lowers .* both losses still fall/);
    expect(say(pair, training(steep, [0, 0, 0]))[0]).toMatch(
      /no detectable difference .* both losses still fall/,
    );
  });

  test("one that falls alone is named", () => {
    const falling = flat.map((_, index) => 0.1 + (8 - index) / 10);
    expect(say(pair, training(flat, falling))[0]).toMatch(
      /after 8 epochs the loss of "p = 0\.3" still falls/,
    );
  });

  test("where neither does, the verdict stands; after one epoch there is none", () => {
    expect(
      say(
        pair,
        training(
          flat,
          flat.map(() => 0.2),
        ),
      )[0],
    ).toMatch(/: dropout does not help here\.$/);
    expect(say(pair, training([2], [0.2]))[0]).toMatch(/; one epoch is too few to judge by\.$/);
  });

  test("early stopping that ended a run is an end", () => {
    const rising = [1, 0.6, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
    const short = experimentOf(pair.variants, { patience: 1 });
    const facts = factsOf(
      analyse(
        short,
        training(
          rising,
          rising.map(() => 0.2),
        ),
      ),
      {
        moment: "stopped",
        mode: "correct",
      },
    );
    expect(facts[0]!.code).toBe("dropoutHarms");
  });
});

describe("what every textbook says of dropout", () => {
  const curve = (name: string, seed: number, losses: number[], trained: number) =>
    runOf(
      name,
      seed,
      ...losses.map((loss, index) =>
        recordOf({ loss }, undefined, index + 1, { loss: trained + seed / 1000 }),
      ),
    );

  test("it converges more slowly, in epochs, and has a higher training loss", () => {
    const runs = [0, 1, 2].flatMap((seed) => [
      curve("no dropout", seed, [1, 0.6, 0.7, 0.8, 0.9, 1], 0.1),
      curve("p = 0.3", seed, [1.2, 1, 0.9, ...(seed === 0 ? [0.6, 0.5] : [0.7, 0.5]), 0.4], 0.3 - seed / 500),
    ]);
    const said = say(pair, runs);
    expect(said).toContain(
      '"p = 0.3" converges more slowly: it first reaches the lowest validation loss of "no dropout" 2.7 epochs (95% CI 1.2 to 4.1 over 3 seeds on this one draw) later than "no dropout" does.',
    );
    expect(said).toContainEqual(
      expect.stringMatching(
        /^At the last epoch, "p = 0\.3" raises the training loss \(dropout off\) by 0\.19/,
      ),
    );
  });

  test("seeds that never get there are counted, and make no mean", () => {
    const runs = [0, 1, 2].flatMap((seed) => [
      curve("no dropout", seed, [1, 0.6, 0.7, 0.8], 0.1),
      curve("p = 0.3", seed, [1.2, 1, seed === 0 ? 0.5 : 0.9, 0.8], 0.3),
    ]);
    expect(analyse(pair, runs).convergence).toMatchObject([
      { epochs: [3, null, null], baselineEpochs: [2, 2, 2], paired: null },
    ]);
    expect(say(pair, runs)).toContain(
      '"p = 0.3" does not reach the lowest validation loss of "no dropout" in 2 of 3 seeds within 4 epochs; in the others it does at epoch 3. "no dropout" has it at epoch 2.',
    );
    const fewer = runs.map((run) =>
      run.variant === "p = 0.3" && run.seed === 2 ? { ...run, status: "failed" as const, records: [] } : run,
    );
    expect(analyse(pair, fewer).convergence).toMatchObject([
      { planned: 3, missing: [{ seed: 2, why: "failed" }], seeds: [0, 1], paired: null },
    ]);
    expect(say(pair, fewer).join(" ")).toContain(
      "in 1 of 2 seeds (1 of 3 seeds missing: 1 failed) within 4 epochs",
    );
    expect(say(pair, fewer, "ko").join(" ")).toContain("시드 2개(시드 3개 중 1개 빠짐: 실패 1개) 중 1개에서");
  });
});

test("how the gain depends on the data's size and the network's width is one sentence each", () => {
  const experiment = sweep(
    [
      { train: 100, width: 1 },
      { train: 1000, width: 0.5 },
      { train: 1000, width: 1 },
    ].flatMap((index) => [
      { name: `none ${JSON.stringify(index)}`, rate: 0, ...index },
      { name: `p ${JSON.stringify(index)}`, rate: 0.5, ...index },
    ]),
  );
  const said = say(experiment, shifted(experiment, [0, -0.4, 0, 0, 0, -0.1], 0.02));
  expect(said[0]).toMatch(
    /^At the last epoch, "p {"train":1000,"width":1}" lowers the validation loss by 0\.1/,
  );
  expect(said).toContainEqual(
    expect.stringMatching(
      /^At the last epoch, against the variant without dropout, p = 0\.5 changes the validation loss by −0\.\d+ with 100 rows, −0\.\d+ with 1,000 rows\.$/,
    ),
  );
  expect(said).toContainEqual(
    expect.stringMatching(/by [+−]?0\.\d+ at width × 0\.5 \(within chance\), −0\.\d+ at width × 1\.$/),
  );
});

test("a regression's facts are about the loss", () => {
  const runs = wobbles.flatMap((wobble, seed) => [
    runOf("no dropout", seed, recordOf({ loss: 0.2 + wobble })),
    runOf("p = 0.3", seed, recordOf({ loss: 0.3 + wobble }, { loss: 0.5 + 1.5 * wobble })),
  ]);
  expect(codes(pair, runs)).toEqual(["dropoutHarms", "forgottenRaisesLoss", "trainingHigher"]);
});

test("without any dropout there is nothing to forget, and without runs nothing to say", () => {
  const alone = experimentOf([{ name: "no dropout", rate: 0 }]);
  expect(codes(alone, [runOf("no dropout", 1, recordOf({ loss: 1 }))])).toEqual(["forgottenWithoutDropout"]);
  expect(codes(pair, [])).toEqual([]);
});

test("every sentence that is said has all its numbers, in both languages", () => {
  const experiment = sweep(rates(0, 0.1, 0.2, 0.5));
  for (const shifts of [
    [0, -0.1, -0.1, 0.3],
    [0, 0.1, 0.2, 0.3],
    [0, 0, 0, 0],
  ]) {
    for (const seeds of [1, 2, 5]) {
      for (const language of languages) {
        for (const sentence of say(experiment, shifted(experiment, shifts, 0.01, seeds), language)) {
          expect(sentence).not.toMatch(/\{\w+\}|NaN|undefined|Infinity|null/);
        }
      }
    }
  }
});
