import { describe, expect, test } from "vitest";
import type { EpochRecord } from "../experiment/result";
import type { Experiment } from "../experiment/schema";
import { sayFact } from "../messages/sentence";
import { factsOf } from "./facts";
import { type RunRecords, summarise } from "./summary";

type Measured = { loss: number; accuracy?: number };

const experiment: Pick<Experiment, "variants" | "network"> = {
  variants: [{ name: "no dropout", rate: 0 }, { name: "dropout" }],
  network: { layers: [{ type: "dropout", rate: 0.3 }] },
};

function record(correct: Measured, forgotten: Measured = correct, epoch = 40): EpochRecord {
  return {
    epoch,
    training: correct,
    train: { eval: correct },
    validation: { eval: correct, train: forgotten },
    trainingSeconds: 1,
    evaluationSeconds: 0.1,
  };
}

function run(variant: string, seed: number, ...records: EpochRecord[]): RunRecords {
  return { variant, seed, records };
}

/** Five seeds as on the drawn digits: dropout helps, forgetting eval harms. */
const typical = [1, 2, 3, 4, 5].flatMap((seed) => {
  const wobble = [-0.02, 0.01, 0, 0.03, -0.02][seed - 1]!;
  return [
    run("no dropout", seed, record({ loss: 0.52 + wobble, accuracy: 0.893 + wobble / 10 })),
    run(
      "dropout",
      seed,
      record({ loss: 0.4 + wobble / 2, accuracy: 0.91 }, undefined, 39),
      record(
        { loss: 0.39 + wobble / 2, accuracy: 0.912 },
        { loss: 0.55 - wobble, accuracy: 0.891 + wobble / 10 },
      ),
    ),
  ];
});

test("mean and standard deviation (n - 1) over seeds, of the last epoch, for both modes", () => {
  const runs = [
    run("dropout", 1, record({ loss: 9 }), record({ loss: 1, accuracy: 0.9 }, { loss: 2, accuracy: 0.8 })),
    run("dropout", 2, record({ loss: 3, accuracy: 0.7 }, { loss: 6, accuracy: 0.6 })),
    run("dropout", 3),
  ];
  const [without, dropout] = summarise(experiment, runs);
  expect(without).toEqual({ variant: "no dropout", runs: 0, correct: null, forgotten: null });
  expect(dropout?.runs).toBe(2);
  expect(dropout?.correct?.loss).toEqual({ mean: 2, sd: Math.SQRT2 });
  expect(dropout?.forgotten?.loss).toEqual({ mean: 4, sd: Math.sqrt(8) });
  expect(dropout?.correct?.accuracy?.mean).toBeCloseTo(0.8, 12);
  expect(dropout?.forgotten?.accuracy?.sd).toBeCloseTo(Math.sqrt(0.02), 12);
});

test("a single run has no standard deviation, a regression no accuracy", () => {
  const [, dropout] = summarise(experiment, [run("dropout", 1, record({ loss: 1 }))]);
  expect(dropout?.correct).toEqual({ loss: { mean: 1, sd: null } });
});

describe("facts and their sentences", () => {
  test("the typical case, in both languages", () => {
    const facts = factsOf(experiment, typical);
    expect(facts.map((fact) => sayFact(fact, "en"))).toEqual([
      'With eval forgotten this network ("dropout") loses 2.1 points of accuracy: 91.2 % becomes 89.1 %.',
      'Dropout ("dropout") lowers the validation loss by 0.13 against "no dropout", from 0.520 to 0.390.',
    ]);
    for (const fact of facts) expect(sayFact(fact, "ko")).not.toMatch(/\{\w+\}/);
  });

  const codes = (runs: RunRecords[]) => factsOf(experiment, runs).map(({ code }) => code);

  test("a difference that changes its sign with the seed is hedged", () => {
    const runs = [1, 2, 3].flatMap((seed) => {
      const wobble = [0.05, -0.04, 0.01][seed - 1]!;
      return [
        run("no dropout", seed, record({ loss: 0.5, accuracy: 0.9 })),
        run(
          "dropout",
          seed,
          record({ loss: 0.5 + wobble, accuracy: 0.9 }, { loss: 0.5, accuracy: 0.9 + wobble }),
        ),
      ];
    });
    expect(codes(runs)).toEqual(["forgottenUnclear", "dropoutUnclear"]);
  });

  test("one seed is said, and said to be one seed", () => {
    const runs = typical.filter(({ seed }) => seed === 1);
    expect(codes(runs)).toEqual(["forgottenLosesPoints", "dropoutLowersLoss", "oneSeed"]);
  });

  test("dropout that does harm, and a regression, whose facts are about the loss", () => {
    const runs = [1, 2, 3].flatMap((seed) => [
      run("no dropout", seed, record({ loss: 0.2 + seed / 100 })),
      run("dropout", seed, record({ loss: 0.3 + seed / 100 }, { loss: 0.5 + seed / 90 })),
    ]);
    expect(codes(runs)).toEqual(["forgottenRaisesLoss", "dropoutRaisesLoss"]);
  });

  test("runs are compared at the last epoch that both have, and not before there is one", () => {
    const runs = [
      run("no dropout", 1, record({ loss: 1 }, undefined, 1), record({ loss: 0.1 }, undefined, 2)),
      run("dropout", 1, record({ loss: 0.5 }, undefined, 1)),
    ];
    expect(codes(runs)).toContain("dropoutLowersLoss");
    expect(codes([run("dropout", 1, record({ loss: 0.5 }, { loss: 0.6 }))])).toEqual([
      "forgottenRaisesLoss",
      "oneSeed",
    ]);
    expect(codes([])).toEqual([]);
  });

  test("without any dropout there is nothing to forget", () => {
    const alone = { ...experiment, variants: [{ name: "no dropout", rate: 0 }] };
    const facts = factsOf(alone, [run("no dropout", 1, record({ loss: 1 }))]);
    expect(facts.map(({ code }) => code)).toEqual(["forgottenWithoutDropout"]);
  });

  test("of several variants, the one that forgetting changes most and the one with the lowest loss", () => {
    const several = { ...experiment, variants: [0, 0.1, 0.5].map((rate) => ({ name: `p = ${rate}`, rate })) };
    const runs = [1, 2, 3].flatMap((seed) => [
      run("p = 0", seed, record({ loss: 0.5 + seed / 1000 })),
      run("p = 0.1", seed, record({ loss: 0.4 }, { loss: 0.45 + seed / 1000 })),
      run("p = 0.5", seed, record({ loss: 0.45 }, { loss: 0.8 + seed / 1000 })),
    ]);
    expect(factsOf(several, runs).map(({ parameters }) => parameters["variant"])).toEqual([
      "p = 0.5",
      "p = 0.1",
    ]);
  });
});
