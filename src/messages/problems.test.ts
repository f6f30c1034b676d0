import { describe, expect, test } from "vitest";
import { z } from "zod";
import { checkExperiment } from "../experiment/check";
import { faultsOfSchema } from "../experiment/faults";
import { readNumber, readNumbers, type Reading } from "../experiment/read-number";
import type { Result } from "../experiment/result";
import { checkResult } from "../experiment/result-check";
import { type DataShape, experimentSchema } from "../experiment/schema";
import { recordOf } from "../experiment/testing";
import { readSafetensors, writeSafetensors } from "../artifacts/safetensors";
import { checkWeights } from "../artifacts/weights-check";
import {
  errorOf,
  type Failure,
  failureOf,
  type Fault,
  refusalFor,
  sentenceOf,
  sentenceWithPlace,
} from "./failure";
import { failuresEn } from "./failures.en";
import { failuresKo } from "./failures.ko";
import { type ProblemCode, problemsEn } from "./problems.en";

const dense = (units: unknown) => ({ type: "dense", units });
const dropout = (rate: unknown) => ({ type: "dropout", rate });
const relu = { type: "relu" };
const digits = { source: "digits", train: 1000, validation: 1000 };
const table = { ...digits, source: "csv", path: "a.csv", target: 0 };
const timed = { ...table, source: "table", target: "b" };
const resample = (choice: string) => ({ evaluation: { resample: choice } });
const layersOf = (...layers: unknown[]) => ({ network: { layers } });

/** A sound document with these changes: its problems, or its warnings. */
function document(changes: object, shape?: DataShape): readonly Fault[] {
  const sound = { data: digits, ...layersOf(dense(30), relu, dropout(0.3), dense(10)) };
  const { faults, warnings } = checkExperiment({ ...sound, ...changes }, shape);
  return [...faults, ...warnings];
}

/** A table of the columns a and b, of which b is the target, after a change to a. */
const columns = (change: object, target = "b", group?: string): readonly Fault[] =>
  document({
    data: {
      ...{ ...digits, source: "table", path: "a.csv", target, ...(group && { group }) },
      columns: [
        { name: "a", kind: "number", role: "feature", ...change },
        { name: "b", kind: "category", role: "target" },
      ],
    },
  });

/** Rows of four pixels. */
const pixels = (size: object, kind = "number"): readonly Fault[] =>
  document({
    data: {
      ...{ ...digits, source: "table", path: "a.csv", target: "b", scaling: "by255", ...size },
      columns: [
        ...["p1", "p2", "p3", "p4"].map((name) => ({ name, kind, role: "feature" })),
        { name: "b", kind: "category", role: "target" },
      ],
    },
  });

const small = experimentSchema.parse({
  data: { source: "moons", train: 100, validation: 100 },
  ...layersOf(dense(8), dropout(0.5), dense(2)),
  training: { epochs: 2 },
  variants: [{ name: "no dropout", rate: 0 }, { name: "dropout" }],
});

/** A sound result after this damage. */
function result(damage: (result: Result) => unknown): readonly Fault[] {
  const measures = { loss: 0.5, accuracy: 0.75 };
  const run = { seed: 1, status: "done", failure: null, weights: null } as const;
  const epochs = [1, 2].map((epoch) => recordOf(measures, measures, epoch));
  const end = {
    epoch: 1,
    classes: ["0", "1"],
    validation: {
      ...{ rows: 4, ...measures, balancedAccuracy: 0.75, macroF1: 0.75, majorityAccuracy: 0.5 },
      confusion: [
        [1, 1],
        [0, 2],
      ],
    },
  };
  const environment = {
    backend: "wasm",
    backendSource: "elsewhere",
    engine: "plain",
    tensorflow: null,
    tfjs: "4.22.0",
    runtime: "Node 20",
    platform: "linux x64",
    lab: "0.1.0",
  } as const;
  const sound: Result = {
    format: "dropout-lab-result-1",
    created: "2026-01-31T09:30:00.000Z",
    experiment: small,
    environment,
    runs: [
      { ...run, variant: "no dropout", rate: 0, epochs, end },
      { ...run, variant: "dropout", rate: null, epochs },
    ],
  };
  const damaged = JSON.parse(JSON.stringify(sound)) as Result;
  damage(damaged);
  return checkResult(damaged).faults;
}

/** What a field of the window answers to a typed text. */
function typed(reading: Reading<unknown>): readonly Fault[] {
  return "refused" in reading ? [{ ...reading.refused, path: "seeds" }] : [];
}

type Tensors = Parameters<typeof writeSafetensors>[0];

function weightsFault(bytes: Uint8Array): readonly Fault[] {
  try {
    readSafetensors(bytes);
    checkWeights(bytes, small, small.variants[1]!);
    return [];
  } catch (error) {
    return [{ ...failureOf(error), path: "runs[1].weights" }];
  }
}

/** The right weights with these changes. */
function weights(changes: Tensors, without = ""): readonly Fault[] {
  const tensor = (...shape: number[]) => ({ shape, values: new Float32Array(shape[0]! * (shape[1] ?? 1)) });
  const right = {
    "layers.0.kernel": tensor(2, 8),
    "layers.0.bias": tensor(8),
    "layers.2.kernel": tensor(8, 2),
    "layers.2.bias": tensor(2),
    ...changes,
  };
  const kept = Object.entries(right).filter(([name]) => name !== without);
  return weightsFault(writeSafetensors(Object.fromEntries(kept)));
}

function weightsWithHeader(header: object, floats = 0): readonly Fault[] {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return weightsFault(Buffer.concat([length, text, Buffer.alloc(4 * floats)]));
}

/** One fault for each code, and what its sentence must name: the given value. */
const rows: Record<ProblemCode, readonly [faults: readonly Fault[], ...named: (string | number)[]]> = {
  missingField: [document({ data: undefined })],
  missingChoice: [document({ data: { train: 1, validation: 1 } }), "digits, clusters"],
  unknownField: [document({ colour: "red" }), '"colour"', "name, data"],
  unknownFieldNear: [document({ trainning: {} }), '"trainning"', "training"],
  unknownChoice: [document({ data: { ...digits, source: "letters" } }), '"letters"', "digits"],
  unknownChoiceNear: [document({ data: { ...digits, source: "digit" } }), '"digit"', "digits"],
  notNumber: [document({ data: { ...digits, train: "many" } }), '"many"'],
  notWholeNumber: [document({ seeds: [1.5] }), "1.5"],
  notText: [document({ name: 7 }), "7"],
  notBoolean: [document({ training: { optimizer: { type: "sgd", nesterov: "yes" } } }), '"yes"'],
  notList: [document({ network: { layers: {} } }), "{}"],
  notObject: [result(({ runs }) => (runs[0]!.failure = { code: "x", parameters: 3 as never })), "3"],
  notColumn: [document({ data: { ...table, target: 1.5 } }), "1.5"],
  notAllowed: [faultsOfSchema(z.strictObject({ file: z.string().regex(/^a/) }), { file: "b" }).faults, '"b"'],
  notTextOrNumber: [
    result(({ runs }) => (runs[0]!.failure = { code: "x", parameters: { a: true as never } })),
    "true",
  ],
  tooManyValues: [result(({ experiment }) => (experiment.seeds = Array<number>(20_000).fill(1))), "10000"],
  rateNotBelowOne: [document(layersOf(dropout(1.2), dense(10))), "1.2"],
  numberTooBig: [document(layersOf(dense(70_000), dense(10))), "70000", "65536"],
  numberNotBelow: [document({ training: { optimizer: { type: "adam", beta1: 1.5 } } }), "1.5"],
  numberTooSmall: [document({ data: { ...digits, validation: -3 } }), "−3"],
  numberNotAbove: [document({ training: { optimizer: { type: "adam", learningRate: -2 } } }), "−2"],
  numberUnread: [typed(readNumber("12 km")), "12 km"],
  numberGrouped: [typed(readNumber("1,000")), "1,000"],
  numberTooLarge: [typed(readNumber("1e999")), "1e999"],
  numberTooFine: [
    typed(readNumber("0.12345678901234567891")),
    "0.12345678901234567891",
    "0.12345678901234568",
  ],
  numbersAmbiguous: [typed(readNumbers("0,1,0,3")), "0,1,0,3"],
  fileNotChosen: [document({ data: { ...table, path: "" } })],
  textEmpty: [document({ name: "" })],
  textTooLong: [document({ name: "x".repeat(201) }), "200"],
  listEmpty: [result(({ runs }) => (runs[0]!.environments = []))],
  layersEmpty: [document(layersOf())],
  variantsEmpty: [document({ variants: [] })],
  seedsEmpty: [document({ seeds: [] })],
  listTooLong: [document({ seeds: Array.from({ length: 1001 }, (_, seed) => seed) }), "1000"],
  noDenseLayer: [document(layersOf(relu))],
  outputsNotClasses: [document(layersOf(dense(3))), "3", "10"],
  outputsNotOne: [document({ data: { ...table, task: "regression" }, ...layersOf(dense(3)) }), "3", "1"],
  lossForRegression: [document({ training: { loss: "meanSquaredError" } }), "meanSquaredError"],
  lossForClassification: [
    document({ data: { ...table, task: "regression" }, ...layersOf(dense(1)) }),
    "softmaxCrossEntropy",
  ],
  informativeAboveFeatures: [
    document({ data: { ...digits, source: "clusters", features: 12, informative: 34 } }),
    "12",
    "34",
  ],
  sameVariantName: [document({ variants: [{ name: "twice" }, { name: "twice", rate: 0 }] }), '"twice"'],
  trainAboveData: [document({ variants: [{ name: "more", train: 1234 }] }), "1234", "1000"],
  setUnknown: [
    document({ variants: [{ name: "x", set: { "network.layers[9].rate": 0 } }] }),
    "network.layers[9].rate",
  ],
  setShared: [document({ variants: [{ name: "x", set: { seeds: [2] } }] }), "seeds"],
  setMeasured: [document({ variants: [{ name: "x", set: { "data.validation": 2 } }] }), "data.validation"],
  setOtherData: [document({ variants: [{ name: "x", set: { "data.source": "moons" } }] }), "data.source"],
  setLoss: [
    document({ variants: [{ name: "x", set: { "training.loss": "meanSquaredError" } }] }),
    "training.loss",
  ],
  setEpochsHalved: [
    document({
      training: { epochs: 9 },
      variants: [{ name: "x", set: { "training.epochs": 8 } }],
      evaluation: { halving: {} },
    }),
  ],
  setTrain: [document({ variants: [{ name: "x", set: { "data.train": 2 } }] }), "train"],
  widthTooLarge: [document({ variants: [{ name: "wide", width: 4321 }] }), "4321", "65536"],
  sameSeed: [document({ seeds: [77, 77] }), "77"],
  drawsOfFiles: [document({ data: table, ...resample("draws") }), "splits", "folds"],
  splitsOfDraws: [document(resample("splits")), "draws"],
  resampleInOrder: [document({ data: { ...timed, division: "inOrder" }, ...resample("folds") }), "none"],
  foldsOfGroups: [document({ data: { ...timed, group: 1 }, ...resample("folds") }), "splits"],
  halvingWithEarlyStopping: [document({ evaluation: { halving: {} }, training: { earlyStopping: {} } })],
  halvingTooLate: [document({ evaluation: { halving: { first: 9 } }, training: { epochs: 9 } }), 9],
  oneFold: [document({ data: { ...table, validation: 1234 }, ...resample("folds") }), "1234", "1000"],
  severalTargets: [columns({ name: "a", kind: "number", role: "target" }), "a, b"],
  targetNotAmongColumns: [columns({}, "c"), "c"],
  groupNotAmongColumns: [columns({}, "b", "c"), "c"],
  groupIsTarget: [columns({}, "b", "b"), "b"],
  targetHasOtherRole: [columns({}, "a"), "a"],
  sizeOfOthers: [pixels({ height: 7, width: 9 }), "7 × 9", "4"],
  sizeOfWords: [pixels({ height: 2 }, "category"), "p1, p2, p3, p4"],
  sizeOfScaled: [pixels({ height: 2, scaling: "unit" })],
  columnNoFeature: [columns({ name: "a", kind: "text", role: "feature" }), "a"],
  targetNameWithoutHeader: [document({ data: { ...table, target: "price", header: false } }), '"price"'],
  dataTooLarge: [
    document({ data: { ...table, train: 90_000 } }, { features: 1000, outputs: 10, task: "classification" }),
    "91000",
    "30000",
  ],

  dropoutOnInputs: [document(layersOf(dropout(0.4), dense(10))), "0.4"],
  dropoutAfterOutput: [document(layersOf(dense(10), dropout(0.1), relu))],
  dropoutBeforeNothing: [document(layersOf(dense(10), dropout(0.1)))],
  dropoutTwice: [document(layersOf(dense(30), relu, dropout(0.5), dropout(0.5), dense(10))), "0.75"],
  dropoutAfterSelu: [document(layersOf(dense(30), { type: "selu" }, dropout(0.1), dense(10))), "selu"],
  alphaDropoutAlone: [document(layersOf(dense(30), relu, { type: "alphaDropout", rate: 0.1 }, dense(10)))],
  dropoutBeforeBatchNorm: [
    document(layersOf(dense(30), relu, dropout(0.1), { type: "batchNorm" }, dense(10))),
    "4",
  ],
  dropoutOnMaps: [
    document(
      layersOf(
        dense(32),
        { type: "reshape", height: 4, width: 2, channels: 4 },
        relu,
        dropout(0.1),
        { type: "layerNorm" },
        dense(10),
      ),
    ),
  ],
  dropoutNotScaled: [
    document(layersOf(dense(30), relu, { ...dropout(0.2), scaling: "none" }, dense(10))),
    "0.2",
    "1.25",
  ],
  dropoutOnFewUnits: [document(layersOf(dense(2), relu, dropout(0.5), dense(10))), "2", "25%"],
  blockInBlock: [
    document(layersOf({ type: "residual", layers: [{ type: "residual", layers: [relu] }] }, dense(10))),
  ],
  reshapeSize: [document(layersOf({ type: "reshape", height: 4, width: 5 }, dense(10))), "20", "300"],
  batchOfOneRow: [
    document({ ...layersOf(dense(30), { type: "batchNorm" }, dense(10)), training: { batchSize: 37 } }),
    "1000",
    "37",
  ],
  needsPictures: [document(layersOf(dense(30), { type: "globalAveragePool2d" }, dense(10))), "30"],
  outputsOfMaps: [document(layersOf({ type: "conv2d", filters: 10 })), "2340", "10"],
  shortcutShape: [
    document(layersOf({ type: "residual", layers: [{ type: "conv2d", filters: 2 }] }, dense(10))),
    "20 × 15 × 1",
    "18 × 13 × 2",
  ],
  stochasticDepthPlace: [document(layersOf(dense(30), { type: "stochasticDepth", rate: 0.2 }, dense(10)))],
  pictureTooSmall: [
    document(layersOf({ type: "conv2d", filters: 2, kernelSize: 17 }, dense(10))),
    "17 × 17",
    "20 × 15",
  ],
  normOfOneValue: [document(layersOf({ type: "layerNorm" }, dense(10)))],
  spatialDropoutOnRow: [
    document(layersOf(dense(30), { type: "spatialDropout", rate: 0.1 }, relu, dense(10))),
  ],
  denseWithoutActivation: [document(layersOf(dense(30), dense(10)))],
  activationBeforeSoftmax: [document(layersOf(dense(10), relu))],
  activationAfterRegression: [
    document({
      data: { ...table, task: "regression" },
      ...layersOf(dense(1), relu),
      training: { loss: "meanSquaredError" },
    }),
  ],
  noDropoutLayer: [document(layersOf(dense(30), relu, dense(10)))],
  sameVariant: [document({ variants: [{ name: "one" }, { name: "two", rate: 0.3 }] }), "one"],
  fewValidationSamples: [document({ data: { ...digits, validation: 50 } }), "50"],
  batchAboveTraining: [document({ training: { batchSize: 3000 } }), "3000", "1000"],
  learningRateLarge: [document({ training: { optimizer: { type: "adam", learningRate: 0.5 } } }), "0.5"],
  learningRateLargeSgd: [
    document({ training: { optimizer: { type: "sgd", learningRate: 0.5, momentum: 0.9 } } }),
    "5",
  ],
  nesterovAlone: [document({ training: { optimizer: { type: "sgd", nesterov: true } } }), "nesterov"],
  labelSmoothingWithoutClasses: [document({ training: { loss: "meanSquaredError", labelSmoothing: 0.1 } })],
  classWeightsWithoutClasses: [
    document({ training: { loss: "meanSquaredError", classWeights: "balanced" } }),
  ],
  augmentNeedsPictures: [
    document({
      data: { source: "moons", train: 100, validation: 100 },
      ...layersOf(dense(30), relu, dropout(0.1), dense(2)),
      training: { augment: { flip: true } },
    }),
    "2",
  ],
  shiftBeyondPicture: [document({ training: { augment: { shift: 15 } } }), "15"],
  classicRateOverTime: [
    document({
      ...layersOf(dense(30), relu, { ...dropout(0.3), scaling: "classic" }, dense(10)),
      training: { rateOverTime: { type: "early" } },
    }),
  ],
  rateOverTimeUnused: [
    document({
      ...layersOf(dense(30), relu, dense(10)),
      training: { rateOverTime: { type: "early" } },
      variants: [{ name: "one" }],
    }),
  ],
  warmupWholeRun: [document({ training: { epochs: 4, schedule: { type: "cosine", warmup: 5 } } }), "5", "4"],
  scheduleWithoutEffect: [document({ training: { epochs: 9, schedule: { type: "step", every: 10 } } }), "9"],
  productsOfNarrowLayers: [document({ training: { products: "bfloat16" } }), 262144],
  rateOverTimeConstant: [
    document({ training: { epochs: 4, rateOverTime: { type: "late", epochs: 4 } } }),
    "4",
    "0%",
  ],
  earlyStoppingTooLate: [
    document({ training: { epochs: 4, earlyStopping: { patience: 3, restoreBest: false } } }),
    "4",
    "3",
  ],
  batchLarge: [
    document({
      ...layersOf({ type: "conv2d", filters: 400, padding: "same" }, relu, dropout(0.1), dense(10)),
      training: { batchSize: 1000 },
    }),
    "1.4",
  ],
  networkLarge: [document(layersOf(dense(65_536), relu, dropout(0.1), dense(65_536), relu, dense(10)))],

  notDate: [result((damaged) => (damaged.created = "yesterday")), '"yesterday"'],
  resultVariantUnknown: [result(({ runs }) => (runs[0]!.variant = "another")), '"another"'],
  resultRateDiffers: [result(({ runs }) => (runs[0]!.rate = 0.7)), "0.7", '"no dropout"'],
  resultSeedUnknown: [result(({ runs }) => (runs[0]!.seed = 55)), "55"],
  resultRunTwice: [result(({ runs }) => runs.push(runs[0]!)), '"no dropout"', "1"],
  resultTooManyEpochs: [result(({ experiment }) => (experiment.training.epochs = 1)), "2", "1"],
  resultNotWhole: [result(({ runs }) => runs[0]!.epochs.pop()), "1", "2"],
  resultEpochOrder: [result(({ runs }) => (runs[0]!.epochs[1]!.epoch = 9)), "9", "2"],
  resultAccuracyOfRegression: [
    result(({ experiment, runs }) => {
      delete runs[0]!.end;
      experiment.training.loss = "meanSquaredError";
      experiment.data = { ...table, seed: 1, task: "regression", header: true } as never;
      experiment.network.layers = layersOf(dense(1)).network.layers as never;
    }),
  ],
  resultEndEpoch: [result(({ runs }) => (runs[0]!.end!.epoch = 2)), "2", "1"],
  resultEndOfUnfinished: [result(({ runs }) => (runs[0]!.status = "interrupted"))],
  resultMeasureOfOtherTask: [result(({ runs }) => (runs[0]!.end!.validation.mae = 1)), "mae"],
  resultConfusion: [result(({ runs }) => (runs[0]!.end!.validation.confusion = [[3]])), "2", "4"],
  resultWeightsName: [result(({ runs }) => (runs[0]!.weights = "../a.safetensors")), '"../a.safetensors"'],

  weightsDamaged: [weightsFault(Buffer.from("no weights"))],
  weightsHeaderField: [
    weightsWithHeader({ w: { dtype: "F16", shape: [], data_offsets: [0, 2] } }),
    "w.dtype",
  ],
  weightsTensorPlace: [weightsWithHeader({ w: { dtype: "F32", shape: [2], data_offsets: [4, 8] } }, 2), "w"],
  weightsLength: [weightsWithHeader({ w: { dtype: "F32", shape: [2], data_offsets: [0, 8] } }, 3), "8", "12"],
  weightsTensorMissing: [weights({}, "layers.2.bias"), "layers.2.bias"],
  weightsTensorShape: [
    weights({ "layers.0.bias": { shape: [2, 4], values: new Float32Array(8) } }),
    "layers.0.bias",
    "[2, 4]",
    "[8]",
  ],
  weightsTensorNotFinite: [
    weights({ "layers.2.bias": { shape: [2], values: Float32Array.of(1, NaN) } }),
    "layers.2.bias",
  ],
  weightsTensorUnknown: [weights({ more: { shape: [1], values: Float32Array.of(1) } }), "more"],
};

const codes = Object.keys(problemsEn) as ProblemCode[];

/** A run of English words such as no identifier or value of the table has. */
const englishWords = /[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}/;

describe("a problem or warning of a document is said in each language:", () => {
  test.each(codes)("%s", (code) => {
    const [faults, ...named] = rows[code];
    const found = faults.find((each) => each.code === code);
    expect(found, faults.map((each) => each.code).join(", ")).toBeDefined();
    const english = sentenceWithPlace(failuresEn, found!);
    const korean = sentenceWithPlace(failuresKo, found!);
    for (const text of [english, korean]) {
      expect(text).not.toMatch(/\{\w+\}|undefined|\[object/);
      expect(text.startsWith(`${found!.path}: `)).toBe(true);
      for (const value of named) expect(text).toContain(String(value));
    }
    expect(korean).not.toBe(english);
    expect(korean).toMatch(/\p{Script=Hangul}/u);
    expect(korean).not.toMatch(englishWords);
    expect(english).not.toMatch(/\p{Script=Hangul}/u);
  });
});

test("a refused document lists its problems in the language in which it is read, after any process border", () => {
  const all = codes.map((code) => rows[code][0].find((each) => each.code === code)!);
  // A hundred at once are told.
  const parts = [all.slice(0, 100), all.slice(100)];
  const refusals = parts.flatMap((told) => [
    { told, error: refusalFor("experimentFaults", told) },
    { told, error: refusalFor("resultFaults", told, { file: "result.json" }) },
  ]);
  for (const { told, error } of refusals) {
    const sent = JSON.parse(JSON.stringify(failureOf(error))) as Failure;
    const { code } = errorOf(sent);
    expect(sentenceOf(failuresEn, code, sent)).toBe(error.message);
    const korean = sentenceOf(failuresKo, code, sent);
    expect(korean).not.toMatch(englishWords);
    const [, ...lines] = korean.split("\n");
    expect(lines).toEqual(told.map((each) => sentenceWithPlace(failuresKo, each)));
  }
});

test("of a thousand problems a hundred are told, and the others counted", () => {
  const many = document({ seeds: Array.from({ length: 1000 }, (_, index) => index + 0.5) });
  expect(many).toHaveLength(1000);
  const failure = failureOf(refusalFor("experimentFaults", many));
  const lines = sentenceOf(failuresKo, "experimentFaults", failure).split("\n");
  expect(lines).toHaveLength(102);
  expect(lines.at(-1)).toBe("… 그 밖에 900개가 더 있습니다.");
});

test.each([-3, -0.5, 1e-7, -1e-12, 1e21, -Infinity])(
  "%d is written with a minus in every problem",
  (number) => {
    const faults = [
      ...document({ seeds: [number, number], training: { epochs: number, l2: number, batchSize: number } }),
      ...document({
        network: { layers: [dense(number), { type: "leakyRelu", slope: [number] }, dropout(number)] },
      }),
      ...result(({ runs }) => (runs[0]!.epochs[0]!.validation.eval.loss = -Math.abs(number))),
      ...document({ variants: [{ name: number }, { name: "-3" }, { name: "-3" }] }),
    ];
    expect(faults.length).toBeGreaterThan(5);
    for (const each of faults) {
      // A list and a name stand as in the document.
      const numbers = (sentence: string) => sentence.replace(/\[[^\]]*\]|"[^"]*"/g, "");
      for (const sentences of [failuresEn, failuresKo]) {
        expect(numbers(sentenceOf(sentences, each.code as ProblemCode, each))).not.toMatch(/-[\dI]/);
      }
    }
    const named = faults.find(({ code }) => code === "sameVariantName");
    expect(sentenceOf(failuresEn, "sameVariantName", named!)).toContain('"-3"');
  },
);

test.each([
  [1, "With only 1 unit before it, "],
  [2, "With only 2 units before it, "],
])("one and many are told apart: %d", (units, start) => {
  const [warning] = document({ network: { layers: [dense(units), relu, dropout(0.5), dense(10)] } });
  expect(sentenceOf(failuresEn, "dropoutOnFewUnits", warning!)).toMatch(new RegExp(`^${start}`));
});

test("a problem of the whole document, and a variant to blame, are named in each language", () => {
  const [whole] = checkExperiment([]).faults;
  expect(sentenceWithPlace(failuresEn, whole!)).toMatch(/^the document: \[\] is not a group/);
  expect(sentenceWithPlace(failuresKo, whole!)).toMatch(/^문서 전체: \[\]: 이름 붙은/);
  const blamed = document({ variants: [{ name: "heavy", rate: 0.99 }] }).find(
    (each) => each.code === "dropoutOnFewUnits",
  );
  expect(sentenceWithPlace(failuresEn, blamed!)).toContain('Variant "heavy": With only');
  expect(sentenceWithPlace(failuresKo, blamed!)).toContain("비교 조건 “heavy”: 앞의 노드");
});
