import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { earlyStoppingSchema } from "../../experiment/early-stopping";
import { epochSelections } from "../../experiment/epoch-selection";
import { experimentSchema, trainingSchema } from "../../experiment/schema";
import { augmentationSchema, augments } from "../../nn/augmentation/settings";
import { rateFactor, type RateOverTime, rateOverTimeSchema } from "../../nn/rate-over-time";
import { scheduleSchema, type ScheduleType } from "../../nn/schedules/kinds";
import { classWeightings } from "../../nn/step/settings";
import { kerasScript } from "../code/keras";
import { inputOf, type ScriptPlan } from "../code/plan";
import { pytorchScript } from "../code/pytorch";
import { everyPlan, planOf, type ScriptCase } from "../code/scripts.testing";
import type { DataShape } from "../../fields/shape";
import { kindOf, type Layer, layerTypes } from "../../nn/layers/kinds";
import { isWide } from "../../nn/layers/dense/wide";
import { takesPenalty } from "../../nn/layers/penalised";
import { shortcutBetween } from "../../nn/layers/residual/shortcut";
import { paddingsOf } from "../../nn/layers/windows";
import { droppingLayers, inOrder, layerShapes, mapLayers } from "../../nn/network";
import { type Optimizer, optimizerOf, optimizerTypes, type OptimizerType } from "../../nn/optimizers/kinds";
import { type Shape, sizeOf } from "../../nn/shape";
import { productPrecisions } from "../../nn/products";
import { fuzz, inFull } from "../../test-size";
import { pictureShape, randomNetworks, rowShape } from "./random-networks.testing";
import { readNetworkText } from "./read-text";
import { withReading } from "./with-reading";

/** A dense layer flattens by itself, which code has to say: a layer for it makes no difference. */
function withoutFlattening(layers: readonly Layer[]): Layer[] {
  return layers
    .filter(({ type }, index) => {
      const [before, next] = [layers[index - 1], layers[index + 1]];
      const isIdle = (next && kindOf(next).flattens) || before?.type === "globalAveragePool2d";
      return type !== "flatten" || !isIdle;
    })
    .map((layer) =>
      layer.type === "residual"
        ? Object.assign({}, layer, { layers: withoutFlattening(layer.layers) })
        : layer,
    );
}

/** What counts of each kernel: a factor that all kernels share may stand with the training or with each layer. */
function withAllPenalties(layers: readonly Layer[], common = 0): Layer[] {
  return mapLayers(layers, (layer) => {
    if (!takesPenalty(layer)) return layer;
    return { ...layer, l1: layer.l1 ?? 0, l2: Number((common + (layer.l2 ?? 0)).toPrecision(12)) };
  });
}

/** Where the picture needs no padding, both paddings are one, and so are the two kinds of dropout on a row. */
function inOneWord(layers: readonly Layer[], input: Shape): Layer[] {
  const shapes = layerShapes(layers, input);
  return mapLayers(layers, (layer, index) => {
    // Of a row, each unit is a map.
    const isRow = shapes[index]!.input.length === 1;
    const { output, shortcut } = shapes[index]!;
    // Without a kernel on its shortcut nothing of a block itself starts.
    if (layer.type === "residual" && shortcutBetween(shortcut!, output)?.kind === "identity")
      return { ...layer, initializer: "pytorch" };
    if (layer.type === "spatialDropout" && isRow)
      return { type: "dropout", rate: layer.rate, scaling: "inverted" };
    if (!("padding" in layer) || layer.padding === "valid") return layer;
    const size = layer.type === "conv2d" ? layer.kernelSize : layer.poolSize;
    const pads = paddingsOf(shapes[index]!.input, { ...layer, size }).flat();
    return pads.some((pixels) => pixels > 0) ? layer : { ...layer, padding: "valid" };
  });
}

/** Without a momentum, Nesterov's changes nothing. */
function inOneWordOf(optimizer: Optimizer): Optimizer {
  return optimizer.type === "sgd" && optimizer.momentum === 0 ? { ...optimizer, nesterov: false } : optimizer;
}

/** What a document's training does, of two that say one thing in other words. */
function meaningOf({
  training,
  evaluation,
  layers,
  data,
}: Pick<ScriptPlan, "training" | "evaluation" | "layers" | "data">) {
  const {
    optimizer,
    schedule,
    rateOverTime,
    augment,
    earlyStopping,
    classWeights = "none",
    products = "float32",
    ...rest
  } = training;
  const { clipNorm = 0, maxNorm = 0, labelSmoothing = 0, epochs, batchSize } = rest;
  const { type, warmup } = schedule ?? { type: "constant", warmup: 0 };
  // After a rise that takes all of the training, nothing follows; and a step after each epoch is exponential.
  const isIdle = type === "constant" || warmup >= epochs;
  const isExponential = schedule?.type === "step" && schedule.every === 1;
  const after = isIdle
    ? null
    : isExponential
      ? { type: "exponential", factor: schedule.factor, warmup }
      : schedule;
  const drops = droppingLayers(layers).length > 0;
  const factors = Array.from({ length: drops ? epochs : 0 }, (_, before) =>
    Number(rateFactor({ rateOverTime }, before + 1).toFixed(9)),
  );
  const { measureAt, patience } = evaluation;
  const isMeasured = data.hasTest && !earlyStopping?.restoreBest;
  return {
    ...{
      clipNorm,
      maxNorm,
      labelSmoothing,
      epochs,
      batchSize,
      classWeights,
      earlyStopping,
      factors,
    },
    ...{ optimizer: inOneWordOf(optimizer), warmup, after },
    // Without a wide layer it changes nothing, and a program says nothing of it.
    products: layerShapes(layers, inputOf({ layers, data })).some(isWide) ? products : "float32",
    augment: augments(augment) ? augment : undefined,
    measured: isMeasured ? [measureAt, ...(measureAt === "stopped" ? [patience] : [])] : undefined,
  };
}

const scripts = { PyTorch: pytorchScript, Keras: kerasScript };
/** Notes that a script of the lab's own may get: what stands before the layers, and what PyTorch calls otherwise. */
const expected = ["readPreparation", "readArgumentUnread", "readArgumentLeftOut"];

/** Another document, into which the script is pasted. */
const other = experimentSchema.parse({
  data: { source: "clusters", train: 100, validation: 60 },
  network: { layers: [{ type: "relu" }] },
  training: {
    ...{ epochs: 3, clipNorm: 9, maxNorm: 9, labelSmoothing: 0.9, classWeights: "balanced", l2: 0.5 },
    ...{
      augment: { shift: 3 },
      rateOverTime: { type: "late" },
      earlyStopping: {},
      schedule: { type: "step" },
      products: "bfloat16",
    },
  },
});

function expectSame(plan: ScriptPlan, framework: keyof typeof scripts): void {
  const reading = readNetworkText(scripts[framework](plan).text, plan.data.shape);
  const { network, training, evaluation } = withReading(other, reading);
  const same = (some: readonly Layer[], l2?: number) =>
    withoutFlattening(inOneWord(withAllPenalties(some, l2), inputOf(plan)));
  expect(same(network.layers, training.l2), plan.name).toEqual(same(plan.layers, plan.training.l2));
  const back = meaningOf({ ...plan, training, evaluation });
  expect({ plan: plan.name, ...back }).toEqual({ plan: plan.name, ...meaningOf(plan) });
  const unexpected = reading.notes.filter(({ code }) => !expected.includes(code));
  expect({ plan: plan.name, notes: unexpected }).toEqual({ plan: plan.name, notes: [] });
}

describe.each(["PyTorch", "Keras"] as const)(
  "the lab's own script for %s gives the same layers back",
  (framework) => {
    test("for every kind of layer and every training", () => {
      for (const plan of everyPlan()) expectSame(plan, framework);
    });

    test("for random networks", () => {
      fc.assert(
        fc.property(randomPlans, (plan) => expectSame(plan, framework)),
        { seed: fuzz.seed, numRuns: inFull(2000, 120) },
      );
    });
  },
);

const decay = fc.constantFrom(0, 0.5, 0.9, 0.99);
const learningRate = fc.constantFrom(0.001, 0.01, 0.2);
const epsilon = fc.constantFrom(1e-8, 1e-7, 0.001);
const adam = { learningRate, beta1: decay, beta2: decay, epsilon };
/** Every setting of every optimizer. */
const optimizers: Readonly<Record<OptimizerType, Readonly<Record<string, fc.Arbitrary<unknown>>>>> = {
  sgd: { learningRate, momentum: decay, nesterov: fc.boolean() },
  adam,
  adamW: { ...adam, weightDecay: fc.constantFrom(0, 0.004, 0.01, 0.1) },
  rmsprop: { learningRate, decay, momentum: decay, epsilon },
};

test.each(optimizerTypes)("every setting of %s is drawn", (type) => {
  expect(["type", ...Object.keys(optimizers[type])].sort()).toEqual(
    Object.keys(optimizerOf({ type }).schema.shape).sort(),
  );
});

const factor = fc.constantFrom(0.1, 0.5, 0.95);
const warmup = fc.constantFrom(0, 0, 2);
/** Every setting of every schedule. */
const schedules: Readonly<Record<ScheduleType, Readonly<Record<string, fc.Arbitrary<unknown>>>>> = {
  constant: { warmup },
  step: { every: fc.integer({ min: 1, max: 20 }), factor, warmup },
  exponential: { factor, warmup },
  cosine: { lowest: fc.constantFrom(0, 0.1), warmup },
  plateau: { factor, patience: fc.nat({ max: 9 }), threshold: fc.constantFrom(0, 1e-4, 0.01), warmup },
};
const few = fc.integer({ min: 1, max: 12 });
const share = fc.constantFrom(0, 0.25, 0.4, 1);
const ratesOverTime: Readonly<Record<RateOverTime["type"], Readonly<Record<string, fc.Arbitrary<unknown>>>>> =
  {
    constant: {},
    early: { epochs: few },
    late: { epochs: few },
    linear: { epochs: few, from: share, to: share },
  };
const augmentation = {
  shift: fc.nat({ max: 3 }),
  flip: fc.boolean(),
  noise: fc.constantFrom(0, 0.1, 0.03),
};
const stopping = { patience: few, minDelta: fc.constantFrom(0, 0.01, 1e-4), restoreBest: fc.boolean() };
const measuring = { measureAt: fc.constantFrom(...epochSelections), patience: few };

test("every setting of the training is drawn", () => {
  const keysOf = (shape: object) => Object.keys(shape).sort();
  const drawn = (settings: object) => ["type", ...Object.keys(settings)].sort();
  // The loss follows from the data's task.
  expect(["loss", ...Object.keys(trainings)].sort()).toEqual(keysOf(trainingSchema.shape));
  for (const { shape } of scheduleSchema.options)
    expect(drawn(schedules[shape.type.value])).toEqual(keysOf(shape));
  for (const { shape } of rateOverTimeSchema.options)
    expect(drawn(ratesOverTime[shape.type.value])).toEqual(keysOf(shape));
  expect(keysOf(augmentation)).toEqual(keysOf(augmentationSchema.shape));
  expect(keysOf(stopping)).toEqual(keysOf(earlyStoppingSchema.shape));
});

const oneOf = (kinds: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<unknown>>>>>) =>
  fc.oneof(...Object.entries(kinds).map(([type, own]) => fc.record({ type: fc.constant(type), ...own })));
const maybe = (what: fc.Arbitrary<unknown>) => fc.option(what, { nil: undefined });

const trainings = {
  l2: fc.constantFrom(0, 0.0005),
  batchSize: fc.integer({ min: 1, max: 100 }),
  epochs: fc.integer({ min: 1, max: 100 }),
  optimizer: oneOf(optimizers),
  schedule: maybe(oneOf(schedules)),
  clipNorm: fc.constantFrom(0, 0.5, 2),
  maxNorm: fc.constantFrom(0, 1.5, 3),
  labelSmoothing: fc.constantFrom(0, 0.1),
  classWeights: fc.constantFrom(undefined, ...classWeightings),
  products: fc.constantFrom(undefined, ...productPrecisions),
  rateOverTime: maybe(oneOf(ratesOverTime)),
  augment: maybe(fc.record(augmentation)),
  earlyStopping: maybe(fc.record(stopping)),
};

/** Random networks on rows and on pictures, with and without a penalty on all kernels. */
const randomPlans: fc.Arbitrary<ScriptPlan> = fc
  .tuple(
    randomNetworks,
    fc.record({ training: fc.record(trainings), evaluation: fc.record(measuring) }),
    fc.boolean(),
  )
  .map(([{ isPicture, layers }, { training, evaluation }, hasTest]) => {
    const input = isPicture ? pictureShape : rowShape;
    const shape: DataShape = {
      ...{ features: sizeOf(input), outputs: 4, task: "classification" },
      ...(isPicture && { image: [...pictureShape] }),
    };
    const { augment, ...of } = training as Record<string, unknown>;
    return planOf("random", {
      ...{ network: { layers: [...layers] }, shape, evaluation, test: hasTest ? 20 : 0 },
      training: { ...of, ...(isPicture && { augment }) },
      ...(isPicture && { scaling: { kind: "divided", by: 255, masked: false } }),
    } as ScriptCase);
  });

describe("the random networks", () => {
  const sampled = fc.sample(randomPlans, { numRuns: 1000, seed: 1 }).map((plan) => plan.layers);

  test("have every kind of layer, in the network and in blocks", () => {
    const typesOf = (layers: readonly Layer[]) => [...new Set(layers.map(({ type }) => type))].sort();
    const blocks = sampled.flat().flatMap((layer) => (layer.type === "residual" ? layer.layers : []));
    expect(typesOf(sampled.flat())).toEqual([...layerTypes].sort());
    expect(typesOf(blocks)).toEqual(layerTypes.filter((type) => type !== "residual").sort());
  });

  test.each(layerTypes)("have every setting of %s", (type) => {
    const all = sampled.flatMap((layers) => inOrder(layers).filter(({ layer }) => layer.type === type));
    for (const setting of Object.keys(kindOf({ type }).schema.shape)) {
      if (setting === "type") continue;
      const values = all.map(({ layer }) => JSON.stringify((layer as Record<string, unknown>)[setting]));
      expect(new Set(values).size, setting).toBeGreaterThan(1);
    }
  });
});
