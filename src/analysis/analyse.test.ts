import { describe, expect, test } from "vitest";
import { sayFact } from "../messages/sentence";
import { analyse } from "./analyse";
import { factsOf } from "./facts";
import type { RunRecords } from "./runs";
import { analysisSchema } from "./schema";
import { recordOf } from "../experiment/testing";
import { experimentOf, runOf } from "./testing";

const pair = experimentOf([{ name: "no dropout", rate: 0 }, { name: "dropout" }], { patience: 2 });

/** Epochs 1, 2, … with these validation losses. */
const epochs = (...losses: number[]) =>
  losses.map((loss, index) => recordOf({ loss }, { loss: loss + 0.5 }, index + 1));

test("means and standard deviations (n - 1) over seeds, for both modes, and what forgetting costs", () => {
  const runs = [
    runOf(
      "dropout",
      1,
      recordOf({ loss: 9 }, undefined, 1),
      recordOf({ loss: 1, accuracy: 0.9 }, { loss: 2, accuracy: 0.8 }),
    ),
    runOf("dropout", 2, recordOf({ loss: 3, accuracy: 0.7 }, { loss: 6, accuracy: 0.6 })),
  ];
  const analysis = analyse(pair, runs);
  const [without, dropout] = analysis.variants;
  expect(without).toMatchObject({ last: null, best: null, stopped: null, baseline: null, drops: false });
  expect(dropout).toMatchObject({ baseline: "no dropout", rate: null, drops: true, train: 1000, width: 1 });
  const last = dropout!.last!;
  expect(last).toMatchObject({ seeds: [1, 2], epochs: [40, 40] });
  expect(last.correct.loss).toMatchObject({ n: 2, mean: 2, sd: Math.SQRT2 });
  expect(last.forgotten.loss).toMatchObject({ mean: 4, sd: Math.sqrt(8) });
  expect(last.cost.loss).toMatchObject({ difference: { mean: 2 }, untested: "fewerThan3Seeds" });
  expect(last.cost.accuracy!.difference.mean).toBeCloseTo(-0.1, 12);
  expect(analysis.comparisons).toEqual([]);
  expect(analysisSchema.parse(JSON.parse(JSON.stringify(analysis)))).toEqual(analysis);
});

test("dropout and batch norm forgotten each by itself, where every run that counts has both", () => {
  const record = recordOf({ loss: 1 }, { loss: 2 });
  const parts = { dropoutForgotten: { loss: 1.75 }, batchNormForgotten: { loss: 1.25 } };
  const partly = { ...record, validation: { ...record.validation, ...parts } };
  const lastOf = (...records: (typeof record)[]) =>
    analyse(
      pair,
      records.map((each, index) => runOf("dropout", index + 1, each)),
    ).variants[1]!.last!;
  expect(lastOf(partly, partly).partlyForgotten).toMatchObject({
    dropout: { loss: { n: 2, mean: 1.75 } },
    batchNorm: { loss: { n: 2, mean: 1.25 } },
  });
  expect(lastOf(partly, record)).not.toHaveProperty("partlyForgotten");
});

test("the averaged prediction, where every run that counts has it", () => {
  const record = recordOf({ loss: 1, accuracy: 0.5 }, { loss: 2, accuracy: 0.4 });
  const withMc = (loss: number) => ({
    ...record,
    validation: { ...record.validation, mc: { loss, accuracy: loss / 2 } },
  });
  const lastOf = (...records: (typeof record)[]) =>
    analyse(
      pair,
      records.map((each, index) => runOf("dropout", index + 1, each)),
    ).variants[1]!.last!;
  expect(lastOf(withMc(0.5), withMc(1)).averaged).toMatchObject({
    loss: { n: 2, mean: 0.75 },
    accuracy: { n: 2, mean: 0.375 },
  });
  expect(lastOf(withMc(0.5), record)).not.toHaveProperty("averaged");
});

test("the gap is the validation split's loss over the training split's, both evaluated correctly", () => {
  const record = recordOf({ loss: 0.5, accuracy: 0.9 }, { loss: 0.8, accuracy: 0.8 }, 1, {
    loss: 0.1,
    accuracy: 1,
  });
  const { gap } = analyse(pair, [runOf("dropout", 1, record)]).variants[1]!.last!;
  expect(gap.loss.mean).toBeCloseTo(0.4, 12);
  expect(gap.accuracy!.mean).toBeCloseTo(-0.1, 12);
});

test("the noise of forgotten passes is told apart from the seeds'", () => {
  const experiment = experimentOf([{ name: "dropout" }], { forgottenPasses: 4 });
  const noisy = (loss: number, lossSd: number) => recordOf({ loss: 1 }, { loss, lossSd });
  const runs = [runOf("dropout", 1, noisy(1, 0.6)), runOf("dropout", 2, noisy(3, 0.8))];
  const { forgotten, forgottenNoise } = analyse(experiment, runs).variants[0]!.last!;
  expect(forgotten.loss.sd).toBeCloseTo(Math.SQRT2, 12);
  // The variances of one pass are 0.36 and 0.64; a run's mean of four passes keeps a quarter of them.
  expect(forgottenNoise!.loss.pass).toBeCloseTo(Math.sqrt(0.5), 12);
  expect(forgottenNoise!.loss.run).toBeCloseTo(Math.sqrt(0.125), 12);
  expect(forgottenNoise!.loss.seeds).toBeCloseTo(Math.sqrt(2 - 0.125), 12);
  const single = analyse(experiment, [runOf("dropout", 1, recordOf({ loss: 1 }))]);
  expect(single.variants[0]!.last!.forgottenNoise).toBeNull();
});

describe("moments", () => {
  const at = (...losses: number[]) => {
    const { last, best, stopped } = analyse(pair, [runOf("dropout", 1, ...epochs(...losses))]).variants[1]!;
    return [last, best, stopped].map((moment) => [moment!.epochs[0], moment!.trained[0]]);
  };

  test("last, best and, with a patience of 2, stopped: the epoch and how long training took", () => {
    expect(at(5, 4, 4.5, 4.2, 3)).toEqual([
      [5, 5],
      [5, 5],
      [2, 4],
    ]);
  });

  test("an equal loss is no better one; a better one in time starts the patience anew", () => {
    expect(at(5, 4, 4, 3, 3, 2.9)[2]).toEqual([6, 6]);
    expect(at(5, 4, 4, 4, 1)[2]).toEqual([2, 4]);
  });

  test("training that never gets better stops after the patience, with the first epoch's weights", () => {
    expect(at(1, 2, 3, 4)[2]).toEqual([1, 3]);
  });

  test("training that ends before the patience does has not been stopped", () => {
    expect(at(3, 2, 2.5)[2]).toEqual([2, 3]);
  });
});

describe("runs that count", () => {
  const going = (run: RunRecords): RunRecords => ({ ...run, status: "running" });

  test("once all is over, those that are done, if any are", () => {
    const cancelled: RunRecords = { ...runOf("dropout", 2, ...epochs(1)), status: "cancelled" };
    const done = runOf("no dropout", 1, ...epochs(1, 2));
    const analysis = analyse(pair, [done, cancelled]);
    expect(analysis.runs).toEqual({ counted: 1, unfinished: 0, leftOut: 1, complete: true });
    expect(analysis.variants[1]!.last).toBeNull();
    expect(analyse(pair, [cancelled])).toMatchObject({
      runs: { counted: 1, unfinished: 1, leftOut: 0, complete: false },
      variants: [{ last: null }, { last: { epochs: [1] } }],
    });
  });

  test("while some go on, one that goes on counts only where its variant has none that is done", () => {
    const runs = [
      runOf("no dropout", 1, ...epochs(1, 2)),
      going(runOf("no dropout", 2, ...epochs(1))),
      going(runOf("dropout", 1, ...epochs(0.5))),
    ];
    const { variants } = analyse(pair, runs);
    expect(variants.map(({ last }) => last!.seeds)).toEqual([[1], [1]]);
  });

  test("are compared at the last epoch that both have", () => {
    const runs = [runOf("no dropout", 1, ...epochs(1, 0.1)), going(runOf("dropout", 1, ...epochs(0.5)))];
    const { comparisons } = analyse(pair, runs);
    expect(comparisons.map(({ difference }) => difference.mean)).toEqual(Array(6).fill(-0.5));
  });
});

test("runs that early stopping ended are compared each at its own end", () => {
  const runs = [runOf("no dropout", 1, ...epochs(1, 3)), runOf("dropout", 1, ...epochs(2, 1.5, 0.5))];
  const { comparisons, variants, convergence } = analyse(pair, runs);
  const ofLoss = comparisons.filter(({ measure, mode }) => measure === "loss" && mode === "correct");
  expect(ofLoss.map(({ moment, difference }) => [moment, difference.mean])).toEqual([
    ["last", 0.5 - 3],
    ["best", 0.5 - 1],
    ["stopped", 0.5 - 1],
  ]);
  expect(variants.map(({ last }) => last!.trained)).toEqual([[2], [3]]);
  expect(convergence).toMatchObject([{ limits: [3], epochs: [3], baselineEpochs: [1] }]);
});

describe("comparisons", () => {
  const experiment = experimentOf([
    { name: "none, 100", rate: 0, train: 100 },
    { name: "p, 100", rate: 0.3, train: 100 },
    { name: "none", rate: 0 },
    { name: "none, as a number", rate: 0, train: 1000, width: 1 },
    { name: "p", rate: 0.3 },
    { name: "p, wide", rate: 0.3, width: 2 },
  ]);
  const runs = experiment.variants.flatMap(({ name }, index) =>
    [1, 2, 3].map((seed) => runOf(name, seed, recordOf({ loss: index + seed ** index / 100 }))),
  );
  const { comparisons, variants } = analyse(experiment, runs);
  const named = (family: string) =>
    comparisons
      .filter((one) => one.family === family && one.moment === "last" && one.mode === "correct")
      .map(({ variant, against }) => `${variant} - ${against}`);

  test("are with the first variant of the same size and width that drops nothing", () => {
    expect(variants.map(({ baseline }) => baseline)).toEqual([null, "none, 100", null, "none", "none", null]);
    expect(named("baseline")).toEqual(["p, 100 - none, 100", "none, as a number - none", "p - none"]);
  });

  test("are with the variant that is chosen, in the other groups with that of its rate, else as without a choice", () => {
    const chosen = (baseline: string) => {
      const analysis = analyse(experiment, runs, { baseline });
      return [analysis.chosenBaseline, ...analysis.variants.map((one) => one.baseline)];
    };
    expect(chosen("p")).toEqual(["p", "p, 100", null, "p", "p", null, null]);
    expect(chosen("none, as a number")).toEqual([
      "none, as a number",
      null,
      "none, 100",
      "none, as a number",
      null,
      "none, as a number",
      null,
    ]);
    const unchosen = [null, null, "none, 100", null, "none", "none", null];
    expect(chosen("nobody")).toEqual(unchosen);
    // One without a run is not there to be compared with: it was taken out.
    const some = runs.filter(({ variant }) => variant !== "p");
    expect(analyse(experiment, some, { baseline: "p" })).toEqual(analyse(experiment, some));
  });

  test("and of the others of one size and width among themselves", () => {
    expect(named("others")).toEqual(["p - none, as a number"]);
  });

  test("are made seed by seed: only seeds that both have", () => {
    const [one] = analyse(
      pair,
      [1, 2, 3, 4].flatMap((seed) => [
        runOf("no dropout", seed, recordOf({ loss: seed })),
        runOf("dropout", seed + 1, recordOf({ loss: seed + 1 - 0.25 })),
      ]),
    ).comparisons;
    expect(one!.difference).toMatchObject({ n: 3, mean: -0.25 });
  });

  test("of variants that are the same to the last digit are neither NaN nor a test", () => {
    const same = experimentOf([
      { name: "a", rate: 0 },
      { name: "b", rate: 0 },
    ]);
    const equal = analyse(
      same,
      [1, 2, 3].flatMap((seed) => ["a", "b"].map((name) => runOf(name, seed, recordOf({ loss: seed })))),
    );
    for (const { difference, untested, tTest } of equal.comparisons) {
      expect({ mean: difference.mean, untested, tTest }).toEqual({
        mean: 0,
        untested: "allEqual",
        tTest: null,
      });
    }
  });
});

describe("successive halving", () => {
  const names = ["no dropout", "halted", "better", "best"];
  const halved = experimentOf(
    names.map((name) => ({ name, rate: name === "no dropout" ? 0 : 0.5 })),
    { halving: { first: 2, eta: 2 } },
  );
  const seeds = [1, 2, 3];
  const run = (name: string, seed: number, last: number, loss: number) =>
    runOf(name, seed, recordOf({ loss }, { loss }, 1), recordOf({ loss: loss - seed / 100 }, { loss }, last));
  const runsWith = (lastOfFirst: number) =>
    seeds.flatMap((seed) => [
      run("no dropout", seed, lastOfFirst, 3),
      run("halted", seed, 2, 4),
      run("better", seed, 20, 2),
      run("best", seed, 20, 1),
    ]);

  test("a halted variant has its numbers, and is compared with none", () => {
    const { variants, comparisons, training, convergence } = analyse(halved, runsWith(20));
    expect(variants.map(({ haltedAt }) => haltedAt)).toEqual([undefined, 2, undefined, undefined]);
    expect(variants[1]).toMatchObject({ baseline: null, last: { epochs: [2, 2, 2] } });
    const named = [...comparisons, ...training, ...convergence].flatMap(({ variant, against }) => [
      variant,
      against,
    ]);
    expect(new Set(named)).toEqual(new Set(["no dropout", "better", "best"]));
  });

  test("a baseline that was halted is none, and sentences say how many were halted where", () => {
    const analysis = analyse(halved, runsWith(2), { baseline: "no dropout" });
    expect(analysis.variants.map(({ baseline }) => baseline)).toEqual([null, null, null, null]);
    expect(analysis.chosenBaseline).toBeNull();
    const halted = factsOf(analysis).find(({ code }) => code === "haltedVariants")!;
    expect(sayFact(halted, "en")).toMatch(
      /^Successive halving halted 2 of 4 variants early \(2 after epoch 2\)/,
    );
  });
});
