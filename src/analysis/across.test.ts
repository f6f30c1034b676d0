import fc from "fast-check";
import { expect, test } from "vitest";
import type { RunStatus } from "../experiment/result";
import { type ExperimentInput, experimentSchema, type Training, type Variant } from "../experiment/schema";
import { recordOf } from "../experiment/testing";
import { sayFact } from "../messages/sentence";
import { type AcrossExperiment, compareAcross } from "./across";
import { acrossFacts } from "./across-facts";
import { analyse } from "./analyse";
import { modeNames, epochSelections } from "./names";
import { holm } from "./paired";
// Made by bench/reference/tests_over_seeds.py with the SciPy that it names.
import scipy from "./scipy.json";

const usual: ExperimentInput = {
  data: { source: "digits", train: 1000, validation: 1000 },
  network: {
    layers: [
      { type: "dense", units: 8 },
      { type: "dropout", rate: 0.3 },
    ],
  },
  variants: [{ name: "p" }],
};
const view = { moment: "last", mode: "correct" } as const;

/** An experiment whose runs of every variant measured these losses, one list of epochs for each seed from 1. */
function experimentWith(
  id: string,
  losses: readonly (readonly number[])[],
  changes: Partial<ExperimentInput> = {},
  status: RunStatus = "done",
): AcrossExperiment {
  const experiment = experimentSchema.parse({ ...usual, name: id, ...changes });
  const runs = experiment.variants.flatMap(({ name }) =>
    losses.map((epochs, index) => ({
      variant: name,
      seed: index + 1,
      status,
      records: epochs.map((loss, epoch) =>
        recordOf({ loss, accuracy: 1 - loss / 2 }, { loss: loss + 0.1, accuracy: 0.5 - loss / 2 }, epoch + 1),
      ),
    })),
  );
  return { id, name: id, experiment, environment: null, runs };
}

const single = (values: readonly number[]) => values.map((value) => [value]);
const againstFirst = (
  experiments: readonly AcrossExperiment[],
  looked = view as Parameters<typeof compareAcross>[2],
) => compareAcross(experiments, { experimentId: experiments[0]!.id, variant: "p" }, looked)!;
const said = (experiments: readonly AcrossExperiment[], looked = view as Parameters<typeof acrossFacts>[2]) =>
  acrossFacts(
    againstFirst(experiments, looked),
    new Map(experiments.map((one) => [one.id, analyse(one.experiment, one.runs)])),
    looked,
  ).map((fact) => sayFact(fact, "en"));
const obstacles = (...experiments: AcrossExperiment[]) =>
  againstFirst(experiments).rows.map((row) => row.obstacles.map((fact) => sayFact(fact, "en")));
const differences = (...experiments: AcrossExperiment[]) =>
  againstFirst(experiments).rows.map((row) => row.differences.map((fact) => sayFact(fact, "en")));

test(`SciPy ${scipy.scipy} says the same of experiments as of variants, Holm's correction included`, () => {
  const experiments = scipy.experiment.values.map((values, index) =>
    experimentWith(String(index), single(values)),
  );
  const { rows } = againstFirst(experiments);
  expect(rows).toHaveLength(4);
  for (const expected of scipy.experiment.baseline) {
    const { difference, tTest, wilcoxon } = rows.find(
      ({ experimentId }) => experimentId === String(expected.variant),
    )!.comparisons.loss!;
    expect(difference.mean / expected.difference.mean).toBeCloseTo(1, 10);
    expect(difference.low! / expected.difference.low).toBeCloseTo(1, 9);
    expect(tTest!.p / expected.tTest.p).toBeCloseTo(1, 9);
    expect(tTest!.holm / expected.tTest.holm).toBeCloseTo(1, 9);
    expect(wilcoxon!.holm / expected.wilcoxon.holm).toBeCloseTo(1, 9);
  }
});

const losses = [[0.4], [0.5], [0.7]];
const clusters = { source: "clusters", train: 100, validation: 100 } as const;
const csv = { source: "csv", train: 100, validation: 50, path: "/a/x.csv", target: "y" } as const;
test.each<[string, Partial<ExperimentInput>, Partial<ExperimentInput>, string[]]>([
  ["alike", {}, {}, []],
  ["another network, recipe and name", {}, { training: { epochs: 9, batchSize: 8 } }, []],
  [
    "the data seed",
    {},
    { data: { ...usual.data, seed: 2 } as ExperimentInput["data"] },
    ["different data seeds: 2 and 1"],
  ],
  ["the source", {}, { data: clusters }, ["different data sources"]],
  [
    "rows of both splits",
    {},
    { data: { source: "digits", train: 900, validation: 800 } },
    [
      "different numbers of validation rows: 800 and 1000",
      "different numbers of training rows: 900 and 1000",
    ],
  ],
  [
    "as many rows by a variant's size",
    {},
    { data: { source: "digits", train: 2000, validation: 1000 }, variants: [{ name: "p", train: 1000 }] },
    [],
  ],
  [
    "an option of the source",
    { data: clusters },
    { data: { ...clusters, labelNoise: 0.2, features: 200 } },
    ["different numbers of features: 200 and 300", "different label noise: 0.2 and 0.05"],
  ],
  ["a file", { data: csv }, { data: { ...csv, path: "/a/z.csv" } }, ["different files: z.csv and x.csv"]],
  [
    "files of one name",
    { data: csv },
    { data: { ...csv, path: "/b/x.csv" } },
    ["different files: /b/x.csv and /a/x.csv"],
  ],
  ["the same file", { data: csv }, { data: csv }, []],
  ["the target", { data: csv }, { data: { ...csv, target: "z" } }, ["different target columns: z and y"]],
  [
    "the task",
    { data: csv },
    { data: { ...csv, task: "regression" }, training: { loss: "meanSquaredError" } },
    ["classification and regression cannot be compared"],
  ],
  [
    "the scale of a regression's targets",
    { data: { ...csv, task: "regression" } },
    { data: { ...csv, task: "regression", train: 200 }, variants: [{ name: "p", train: 100 }] },
    ["targets standardised over different numbers of rows: 200 and 100"],
  ],
  ["the loss", {}, { training: { loss: "meanSquaredError" } }, ["different loss functions"]],
])("%s: paired only where nothing hinders it, and each hindrance is named", (_, one, other, expected) => {
  const experiments = [experimentWith("one", losses, one), experimentWith("two", losses, other)];
  const [row] = againstFirst(experiments).rows;
  expect(obstacles(...experiments)).toEqual([expected]);
  expect(row!.comparisons.loss === undefined).toBe(expected.length > 0);
  expect(said(experiments)).toHaveLength(expected.length > 0 ? 0 : 1);
});

test("seeds: none in common, and none in common that was measured", () => {
  const one = experimentWith("one", losses);
  const moved = experimentWith("two", losses);
  const later = { ...moved, runs: moved.runs.map((run) => ({ ...run, seed: run.seed + 10 })) };
  expect(obstacles(one, later)).toEqual([["no common seed"]]);
  expect(obstacles(one, experimentWith("two", [[], []], {}, "queued"))).toEqual([
    ["no common seed that both have measured"],
  ]);
});

test("the scaling of dropout is named where both drop units, and only there", () => {
  const scaled = (scaling: "inverted" | "classic" | "none", rate = 0.3) =>
    experimentWith(scaling, losses, {
      network: {
        layers: [
          { type: "dense", units: 8 },
          { type: "dropout", rate, scaling },
        ],
      },
      variants: [{ name: "p" }],
    });
  expect(differences(scaled("inverted"), scaled("classic"))).toEqual([
    ["scaling of dropout (classic; inverted)"],
  ]);
  expect(differences(scaled("classic"), scaled("none"))).toEqual([["scaling of dropout (none; classic)"]]);
  expect(differences(scaled("none"), scaled("none"))).toEqual([]);
  expect(differences(scaled("none"), scaled("inverted", 0))).toEqual([["drop rate (0; 0.3)"]]);
});

/** Each setting of the training but the loss, which makes experiments incomparable. */
const recipes: Readonly<
  Record<Exclude<keyof Training, "loss">, readonly [ExperimentInput["training"], string]>
> = {
  optimizer: [{ optimizer: { type: "sgd" } }, "optimizer (sgd; adam)"],
  batchSize: [{ batchSize: 64 }, "batch size (64; 32)"],
  epochs: [{ epochs: 9 }, "epochs (9; 20)"],
  l2: [{ l2: 0.01 }, "L2 (0.01; 0)"],
  schedule: [{ schedule: { type: "cosine" } }, "learning-rate schedule"],
  earlyStopping: [{ earlyStopping: { patience: 3 } }, "early stopping (3 / best; –)"],
  rateOverTime: [{ rateOverTime: { type: "early", epochs: 3 } }, "drop rate over time"],
  augment: [{ augment: { shift: 2 } }, "augmentation of pictures"],
  clipNorm: [{ clipNorm: 1 }, "gradient clipping (1; 0)"],
  maxNorm: [{ maxNorm: 3 }, "max-norm (3; 0)"],
  labelSmoothing: [{ labelSmoothing: 0.1 }, "label smoothing (0.1; 0)"],
  classWeights: [{ classWeights: "balanced" }, "class weights"],
  products: [{ products: "bfloat16" }, "products of wide layers (bfloat16; float32)"],
};
test.each(Object.entries(recipes))("another %s is named", (_, [training, named]) => {
  const changed = experimentWith("two", losses, { training });
  expect(differences(experimentWith("one", losses), changed)).toEqual([[named]]);
});

test("what is left out and what changes nothing are the same", () => {
  const idle = {
    ...{ augment: {}, clipNorm: 0, maxNorm: 0, labelSmoothing: 0 },
    ...({ classWeights: "none", products: "float32" } as const),
  } as const;
  expect(
    differences(experimentWith("one", losses), experimentWith("two", losses, { training: idle })),
  ).toEqual([[]]);
});

test("what else differs is named, as far as it has a part in the numbers", () => {
  const other = experimentWith("two", losses, {
    network: {
      layers: [
        { type: "dense", units: 16 },
        { type: "dropout", rate: 0.5 },
      ],
    },
    training: { epochs: 9, batchSize: 64, l2: 0.01, optimizer: { type: "adam", learningRate: 0.1 } },
    evaluation: { patience: 7, forgottenPasses: 3 },
  });
  const experiments = [experimentWith("one", [...losses, [0.8]]), other];
  const usually = [
    "network (units 16; 8)",
    "drop rate (0.5; 0.3)",
    "learning rate (0.1; 0.001)",
    "epochs (9; 20)",
    "batch size (64; 32)",
    "L2 (0.01; 0)",
    "seeds (3; 4; 3 in common)",
  ];
  expect(differences(...experiments)).toEqual([usually]);
  const all = againstFirst(experiments, { moment: "stopped", mode: "forgotten" }).rows[0]!.differences;
  expect(all.map((fact) => sayFact(fact, "en"))).toEqual([
    ...usually.slice(0, -1),
    "patience (7; 5)",
    "forgotten-eval passes (3; 1)",
    usually.at(-1),
  ]);
  const environment = {
    backend: "wasm",
    backendSource: "",
    engine: "plain",
    tensorflow: null,
    tfjs: "4",
    runtime: "Node 20",
    platform: "linux x64",
    lab: "1.0.0",
  } as const;
  expect(
    differences(
      { ...experimentWith("one", losses), environment },
      { ...experimentWith("two", losses), environment: { ...environment, lab: "1.1.0" } },
    ),
  ).toEqual([["version of the lab (1.1.0; 1.0.0)"]]);
});

test("sentences say whose variant, by how much, on what it rests, and what differs", () => {
  const one = experimentWith("one", single([0.5, 0.6, 0.7, 0.8, 0.9]), { training: { batchSize: 64 } });
  const lower = experimentWith("two", single([0.4, 0.51, 0.6, 0.69, 0.8]));
  const sentence =
    'At the last epoch, "p" of "two" has a lower validation loss than "p" of "one", by 0.100 (95% CI 0.091 to 0.109 over 5 seeds on this one draw); one epoch is too few to judge by. Settings that differ: batch size (32; 64).';
  expect(said([one, lower])).toEqual([sentence]);
  const alike = experimentWith("three", single([0.51, 0.59, 0.72, 0.79, 0.9]), {
    training: { batchSize: 64 },
  });
  const [first, second] = said([one, alike, lower]);
  expect(first).toBe(sentence);
  expect(second).toMatch(/^At the last epoch, there is no detectable difference .* No settings differ\.$/);
  const few = experimentWith("few", single([0.4, 0.5]));
  expect(said([experimentWith("one", single([0.5, 0.6])), few])[0]).toMatch(
    /\(2 seeds on this one draw, not tested\)/,
  );
  const [file] = said([
    experimentWith("one", losses, { data: csv }),
    experimentWith("two", losses, { data: csv }),
  ]);
  expect(file).toMatch(/No settings differ\. Assumed: the file did not change/);
});

test("runs that are done are each looked at as a whole; others as far as both have come", () => {
  const one = experimentWith("one", [[0.9, 0.8, 0.1]]);
  const short = (status: RunStatus) => experimentWith("two", [[0.5, 0.5]], {}, status);
  const mean = (two: AcrossExperiment) => againstFirst([one, two]).rows[0]!.comparisons.loss!.difference.mean;
  expect(mean(short("done"))).toBeCloseTo(0.4, 12);
  expect(mean(short("running"))).toBeCloseTo(-0.3, 12);
});

const drawn = fc.record({
  dataSeed: fc.constantFrom(1, 2),
  train: fc.constantFrom(500, 1000),
  loss: fc.constantFrom("softmaxCrossEntropy" as const, "meanSquaredError" as const),
  values: fc.array(fc.double({ min: 0.1, max: 2, noNaN: true }), { minLength: 1, maxLength: 6 }),
  shift: fc.constantFrom(0, 3, 9),
  variants: fc.constantFrom<Variant[][]>([{ name: "p" }], [{ name: "p" }, { name: "q", train: 500 }]),
});

test("never a test where a condition fails; turned round the signs turn; Holm counts what is shown", () => {
  let paired = 0;
  fc.assert(
    fc.property(fc.array(drawn, { minLength: 2, maxLength: 4 }), (sets) => {
      const experiments = sets.map(({ dataSeed, train, loss, values, shift, variants }, index) => {
        const data = { source: "digits" as const, train, validation: 1000, seed: dataSeed };
        const one = experimentWith(String(index), single(values), { data, variants, training: { loss } });
        return { ...one, runs: one.runs.map((run) => ({ ...run, seed: run.seed + shift })) };
      });
      for (const moment of epochSelections) {
        for (const mode of modeNames) {
          const { rows } = againstFirst(experiments, { moment, mode });
          for (const row of rows) {
            const [one, other] = [sets[0]!, sets[Number(row.experimentId)]!];
            const isSame = one.dataSeed === other.dataSeed && one.loss === other.loss;
            const isSized = one.train === (row.variant === "q" ? 500 : other.train);
            const seeds = ({ values, shift }: typeof one) => values.map((_, seed) => seed + shift);
            const common = seeds(one).filter((seed) => seeds(other).includes(seed)).length;
            const isAllowed = isSame && isSized && common > 0;
            expect(row.obstacles.length === 0).toBe(isAllowed);
            expect(Object.keys(row.comparisons)).toEqual(isAllowed ? ["loss", "accuracy"] : []);
            if (!isAllowed) continue;
            paired += 1;
            expect(row.comparisons.loss!.difference.n).toBe(common);
            const back = compareAcross(experiments, row, { moment, mode })!.rows.find(
              ({ experimentId, variant }) => experimentId === "0" && variant === "p",
            )!.comparisons.loss!;
            expect(back.difference.mean).toBeCloseTo(-row.comparisons.loss!.difference.mean, 12);
            const [own, turned] = [row.comparisons.loss!.tTest, back.tTest];
            expect(own === null).toBe(turned === null);
            if (own) expect(turned!.p).toBeCloseTo(own.p, 9);
          }
          for (const measure of ["loss", "accuracy"] as const) {
            const tests = rows.flatMap(({ comparisons }) => comparisons[measure]?.tTest ?? []);
            expect(tests.map((one) => one.holm)).toEqual(holm(tests.map(({ p }) => p)));
          }
        }
      }
    }),
    { seed: 36, numRuns: 150 },
  );
  expect(paired).toBeGreaterThan(50);
});
