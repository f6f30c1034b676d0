import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kerasScript } from "../code/keras";
import { inputOf, type ScriptPlan } from "../code/plan";
import { pytorchScript } from "../code/pytorch";
import { everyPlan, planOf } from "../code/scripts.testing";
import type { DataShape } from "../../fields/shape";
import { kindOf, type Layer, layerTypes } from "../../nn/layers/kinds";
import { takesPenalty } from "../../nn/layers/penalised";
import { shortcutBetween } from "../../nn/layers/residual/shortcut";
import { paddingsOf } from "../../nn/layers/windows";
import { inOrder, layerShapes, mapLayers } from "../../nn/network";
import { type Optimizer, optimizerOf, optimizerTypes, type OptimizerType } from "../../nn/optimizers/kinds";
import { type Shape, sizeOf } from "../../nn/shape";
import { fuzz, inFull } from "../../test-size";
import { pictureShape, randomNetworks, rowShape } from "./random-networks.testing";
import { readNetworkText } from "./read-text";

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

type Step = Partial<Pick<ScriptPlan["training"], "clipNorm" | "maxNorm" | "labelSmoothing">>;

const stepOf = ({ clipNorm = 0, maxNorm = 0, labelSmoothing = 0 }: Step): Step => ({
  ...{ clipNorm, maxNorm, labelSmoothing },
});

const scripts = { PyTorch: pytorchScript, Keras: kerasScript };
/** Notes that a script of the lab's own may get: what stands before the layers, and what PyTorch calls otherwise. */
const expected = ["readPreparation", "readArgumentUnread", "readArgumentLeftOut"];

function expectSame(plan: ScriptPlan, framework: keyof typeof scripts): void {
  const { layers, training, notes } = readNetworkText(scripts[framework](plan).text, plan.data.shape);
  const same = (some: readonly Layer[], l2?: number) =>
    withoutFlattening(inOneWord(withAllPenalties(some, l2), inputOf(plan)));
  expect(same(layers, training.l2), plan.name).toEqual(same(plan.layers, plan.training.l2));
  const { optimizer, batchSize, epochs } = plan.training;
  expect({ batchSize, epochs }).toEqual({ batchSize: training.batchSize, epochs: training.epochs });
  expect(inOneWordOf(training.optimizer!), plan.name).toEqual(inOneWordOf(optimizer));
  expect(stepOf(training), plan.name).toEqual(stepOf(plan.training));
  const isScheduleTold = notes.some(({ code }) => code === "readSchedule");
  const { type = "constant", warmup = 0 } = plan.training.schedule ?? {};
  const isScheduled = type !== "constant" || warmup > 0;
  expect({ is: isScheduleTold || training.schedule !== undefined, plan: plan.name }).toEqual({
    is: isScheduled,
    plan: plan.name,
  });
  if (training.schedule) expect(training.schedule).toEqual(plan.training.schedule);
  expect(
    notes.filter(({ code }) => !expected.includes(code) && code !== "readSchedule"),
    plan.name,
  ).toEqual([]);
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

const share = fc.constantFrom(0, 0.5, 0.9, 0.99);
const learningRate = fc.constantFrom(0.001, 0.01, 0.2);
const epsilon = fc.constantFrom(1e-8, 1e-7, 0.001);
const adam = { learningRate, beta1: share, beta2: share, epsilon };
/** Every setting of every optimizer. */
const optimizers: Readonly<Record<OptimizerType, Readonly<Record<string, fc.Arbitrary<unknown>>>>> = {
  sgd: { learningRate, momentum: share, nesterov: fc.boolean() },
  adam,
  adamW: { ...adam, weightDecay: fc.constantFrom(0, 0.004, 0.01, 0.1) },
  rmsprop: { learningRate, decay: share, momentum: share, epsilon },
};

test.each(optimizerTypes)("every setting of %s is drawn", (type) => {
  expect(["type", ...Object.keys(optimizers[type])].sort()).toEqual(
    Object.keys(optimizerOf({ type }).schema.shape).sort(),
  );
});

const factor = fc.constantFrom(0.1, 0.5, 0.95);
const warmup = fc.constantFrom(0, 0, 2);
const schedule = fc.oneof(
  fc.record({ type: fc.constant("step" as const), every: fc.integer({ min: 1, max: 20 }), factor, warmup }),
  fc.record({ type: fc.constant("exponential" as const), factor, warmup }),
  fc.record({ type: fc.constant("cosine" as const), lowest: fc.constantFrom(0, 0.1), warmup }),
  fc.record({
    ...{ type: fc.constant("plateau" as const), factor, patience: fc.nat({ max: 9 }) },
    ...{ threshold: fc.constantFrom(0, 1e-4, 0.01), warmup },
  }),
);

/** Random networks on rows and on pictures, with and without a penalty on all kernels. */
const randomPlans: fc.Arbitrary<ScriptPlan> = fc
  .tuple(
    randomNetworks,
    fc.record({
      l2: fc.constantFrom(0, 0.0005),
      batchSize: fc.integer({ min: 1, max: 100 }),
      epochs: fc.integer({ min: 1, max: 100 }),
      optimizer: fc.oneof(
        ...Object.entries(optimizers).map(([type, own]) => fc.record({ type: fc.constant(type), ...own })),
      ) as fc.Arbitrary<Optimizer>,
      schedule: fc.option(schedule, { nil: undefined }),
      clipNorm: fc.constantFrom(0, 0.5, 2),
      maxNorm: fc.constantFrom(0, 1.5, 3),
      labelSmoothing: fc.constantFrom(0, 0.1),
    }),
  )
  .map(([{ isPicture, layers }, training]) => {
    const input = isPicture ? pictureShape : rowShape;
    const shape: DataShape = {
      ...{ features: sizeOf(input), outputs: 4, task: "classification" },
      ...(isPicture && { image: [...pictureShape] }),
    };
    return planOf("random", { network: { layers: [...layers] }, training, shape });
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
