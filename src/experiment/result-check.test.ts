import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Result } from "./result";
import { checkResult } from "./result-check";
import { presets } from "./presets";
import { recordOf, sayFault } from "./testing";

function record(epoch: number) {
  const measures = { loss: 0.5, accuracy: 0.75 };
  return recordOf(measures, { ...measures, lossSd: 0.1, accuracySd: 0.1 }, epoch);
}

/** As parsed from a file, to be damaged. */
function sound() {
  const document = {
    format: "dropout-lab-result-1",
    created: "2026-01-31T09:30:00.000Z",
    experiment: {
      name: "small",
      data: { source: "moons", train: 64, validation: 64 },
      network: {
        layers: [
          { type: "dense", units: 8 },
          { type: "dropout", rate: 0.5 },
          { type: "dense", units: 2 },
        ],
      },
      training: { epochs: 3 },
      variants: [{ name: "no dropout", rate: 0 }, { name: "dropout" }],
      seeds: [1, 2],
    },
    environment: {
      backend: "tensorflow",
      backendSource: "elsewhere",
      tensorflow: "2.21.0",
      tfjs: "4.22.0",
      runtime: "Node 20",
      platform: "linux x64",
      lab: "0.1.0",
    },
    runs: [
      {
        variant: "no dropout",
        rate: 0,
        seed: 1,
        status: "done",
        failure: null,
        epochs: [1, 2, 3].map(record),
        end: {
          epoch: 1,
          classes: ["0", "1"],
          validation: {
            ...{ rows: 64, loss: 0.5, accuracy: 0.75, balancedAccuracy: 0.75, macroF1: 0.75 },
            majorityAccuracy: 0.5,
            confusion: [
              [24, 8],
              [8, 24],
            ],
          },
        },
        weights: "01.safetensors",
      },
      {
        variant: "dropout",
        rate: null,
        seed: 2,
        status: "cancelled",
        failure: null,
        epochs: [record(1)],
        weights: null,
      },
    ],
  };
  return JSON.parse(JSON.stringify(document)) as Result;
}

test("a sound result is taken, with its defaults filled in", () => {
  const { result, faults } = checkResult(sound());
  expect(faults).toEqual([]);
  expect(result!.experiment.training.batchSize).toBe(32);
  expect(result!.environment.engine).toBe("plain");
});

const damages: [place: string, code: string, damage: (result: Result) => void][] = [
  ["runs[0].variant", "resultVariantUnknown", ({ runs }) => (runs[0]!.variant = "another")],
  ["runs[1].rate", "resultRateDiffers", ({ runs }) => (runs[1]!.rate = 0.5)],
  ["runs[0].seed", "resultSeedUnknown", ({ runs }) => (runs[0]!.seed = 3)],
  ["runs[2]", "resultRunTwice", ({ runs }) => runs.push(runs[0]!)],
  ["runs[0].epochs", "resultNotWhole", ({ runs }) => runs[0]!.epochs.pop()],
  [
    "runs[0].epochs",
    "resultNotWhole",
    ({ runs, experiment }) => {
      Object.assign(experiment, { evaluation: { halving: { first: 1, eta: 4 } } });
      runs[0]!.epochs.pop();
    },
  ],
  ["runs[0].epochs", "resultTooManyEpochs", ({ runs }) => runs[0]!.epochs.push(record(4))],
  ["runs[0].epochs[1].epoch", "resultEpochOrder", ({ runs }) => (runs[0]!.epochs[1]!.epoch = 3)],
  ["runs[1].epochs[0].epoch", "resultEpochOrder", ({ runs }) => (runs[1]!.epochs[0]!.epoch = 2)],
  [
    "runs[0].epochs[0].training.loss",
    "numberTooSmall",
    ({ runs }) => (runs[0]!.epochs[0]!.training.loss = -1),
  ],
  [
    "runs[0].epochs[0].trainingSeconds",
    "numberTooSmall",
    ({ runs }) => (runs[0]!.epochs[0]!.trainingSeconds = -1),
  ],
  [
    "runs[0].epochs[0].validation.eval.accuracy",
    "numberTooBig",
    ({ runs }) => (runs[0]!.epochs[0]!.validation.eval.accuracy = 75),
  ],
  [
    "runs[0].epochs[0].validation.batchNormForgotten.accuracy",
    "numberTooBig",
    ({ runs }) => (runs[0]!.epochs[0]!.validation.batchNormForgotten = { loss: 1, accuracy: 75 }),
  ],
  [
    "runs[0].epochs[0].train.eval.accuracy",
    "missingField",
    ({ runs }) => delete runs[0]!.epochs[0]!.train.eval.accuracy,
  ],
  [
    "runs[0].epochs[0].validation.train.loss",
    "notNumber",
    ({ runs }) => (runs[0]!.epochs[0]!.validation.train.loss = "0.5" as never),
  ],
  [
    "runs[0].epochs[0].validation.train.loss",
    "notNumber",
    ({ runs }) => (runs[0]!.epochs[0]!.validation.train.loss = Infinity),
  ],
  ["runs[0].weights", "resultWeightsName", ({ runs }) => (runs[0]!.weights = "../../01.safetensors")],
  ["runs[0].weights", "resultWeightsName", ({ runs }) => (runs[0]!.weights = "C:\\01.safetensors")],
  ["runs[0].end.epoch", "resultEndEpoch", ({ runs }) => (runs[0]!.end!.epoch = 3)],
  ["runs[1].end", "resultEndOfUnfinished", ({ runs }) => (runs[1]!.end = runs[0]!.end)],
  ["runs[0].end.validation.macroF1", "missingField", ({ runs }) => delete runs[0]!.end!.validation.macroF1],
  [
    "runs[0].end.validation.rmse",
    "resultMeasureOfOtherTask",
    ({ runs }) => (runs[0]!.end!.validation.rmse = 1),
  ],
  [
    "runs[0].end.validation.balancedAccuracy",
    "numberTooBig",
    ({ runs }) => (runs[0]!.end!.validation.balancedAccuracy = 75),
  ],
  [
    "runs[0].end.validation.confusion",
    "resultConfusion",
    ({ runs }) => (runs[0]!.end!.validation.confusion![0]![0] = 25),
  ],
  [
    "runs[0].end.validation.confusion",
    "resultConfusion",
    ({ runs }) => (runs[0]!.end!.validation.confusion = [[64]]),
  ],
  ["runs[0].end.validation.confusion", "resultConfusion", ({ runs }) => delete runs[0]!.end!.classes],
  [
    "runs[0].end.validation.confusion[1][0]",
    "notWholeNumber",
    ({ runs }) => (runs[0]!.end!.validation.confusion![1]![0] = 8.5),
  ],
  [
    "runs[0].end.test.loss",
    "missingField",
    ({ runs }) => (runs[0]!.end!.test = { ...runs[0]!.end!.validation, loss: undefined as never }),
  ],
  [
    "runs[0].end.validation",
    "missingField",
    ({ runs }) => delete (runs[0]!.end as { validation?: object }).validation,
  ],
  ["created", "notDate", (result) => (result.created = "yesterday")],
  [
    "experiment.network.layers[2].units",
    "outputsNotClasses",
    ({ experiment }) => ((experiment.network.layers[2] as { units: number }).units = 3),
  ],
  ["experiment.seeds[1]", "sameSeed", ({ experiment }) => (experiment.seeds = [1, 1, 2])],
  ["format", "unknownChoiceNear", (result) => (result.format = "dropout-lab-result-2" as never)],
  ["environment", "missingField", (result) => delete (result as Partial<Result>).environment],
  ["runs[1].colour", "unknownField", ({ runs }) => Object.assign(runs[1]!, { colour: "red" })],
];

test.each(damages)("%s: %s", (place, code, damage) => {
  const result = sound();
  damage(result);
  const check = checkResult(result);
  expect(check.result).toBeNull();
  expect(check.faults.map((fault) => [fault.path, fault.code])).toContainEqual([place, code]);
  for (const fault of check.faults) expect(sayFault(fault)).not.toMatch(/\{\w+\}|undefined/);
});

test("a regression has no accuracy", () => {
  const result = sound();
  delete result.runs[0]!.end;
  const csv = { source: "csv", path: "a.csv", target: "y", task: "regression", train: 1, validation: 1 };
  Object.assign(result.experiment, {
    data: csv,
    training: { epochs: 3, loss: "meanSquaredError" },
    network: { layers: [{ type: "dense", units: 1 }] },
  });
  const { faults } = checkResult(result);
  expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(["resultAccuracyOfRegression"]));
});

describe("what is no result at all", () => {
  test.each([null, 1, "x", [], {}, presets.textbook.document])("%j is refused", (document) => {
    expect(checkResult(document).result).toBeNull();
  });

  test("anything is refused without throwing", () => {
    fc.assert(
      fc.property(fc.anything(), fc.nat(), (value, at) => {
        const result = sound() as unknown as Record<string, unknown>;
        const keys = Object.keys(result);
        result[keys[at % keys.length]!] = value;
        const check = checkResult(result);
        for (const fault of check.faults) expect(typeof sayFault(fault)).toBe("string");
        expect(check.result === null).toBe(check.faults.length > 0);
      }),
    );
  });
});
