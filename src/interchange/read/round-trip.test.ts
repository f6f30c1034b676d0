import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kerasScript } from "../code/keras";
import { inputOf, type ScriptPlan } from "../code/plan";
import { pytorchScript } from "../code/pytorch";
import { everyPlan, planOf } from "../code/scripts.testing";
import { type Layer, layerSchema } from "../../nn/layers/kinds";
import { kindOf } from "../../nn/layers/kinds";
import { paddingsOf } from "../../nn/layers/windows";
import { layerShapes, mapLayers } from "../../nn/network";
import type { Shape } from "../../nn/shape";
import { fuzz } from "../../test-size";
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

/** What code does not say of a layer: its penalties in PyTorch, and in Keras those that the training adds. */
function withoutPenalties(layers: readonly Layer[]): unknown[] {
  return layers.map((layer) => {
    const others = Object.fromEntries(Object.entries(layer).filter(([key]) => key !== "l1" && key !== "l2"));
    return layer.type === "residual" ? { ...others, layers: withoutPenalties(layer.layers) } : others;
  });
}

/** Where the picture needs no padding, both paddings are one, and so are the two kinds of dropout on a row. */
function inOneWord(layers: readonly Layer[], input: Shape): Layer[] {
  const shapes = layerShapes(layers, input);
  return mapLayers(layers, (layer, index) => {
    // Of a row, each unit is a map.
    const isRow = shapes[index]!.input.length === 1;
    if (layer.type === "spatialDropout" && isRow)
      return { type: "dropout", rate: layer.rate, scaling: "inverted" };
    if (!("padding" in layer) || layer.padding === "valid") return layer;
    const size = layer.type === "conv2d" ? layer.kernelSize : layer.poolSize;
    const pads = paddingsOf(shapes[index]!.input, { ...layer, size }).flat();
    return pads.some((pixels) => pixels > 0) ? layer : { ...layer, padding: "valid" };
  });
}

const scripts = { PyTorch: pytorchScript, Keras: kerasScript };
/** Notes that a script of the lab's own may get: what stands before the layers, and what PyTorch calls otherwise. */
const expected = [
  "readPreparation",
  "readArgumentUnread",
  "readArgumentLeftOut",
  "readWeightDecay",
  "readOptimizer",
  "readLoss",
];

function expectSame(plan: ScriptPlan, framework: keyof typeof scripts): void {
  const { layers, notes } = readNetworkText(scripts[framework](plan).text, plan.data.shape);
  const same = (some: readonly Layer[]) =>
    withoutPenalties(withoutFlattening(inOneWord(some, inputOf(plan))));
  expect(same(layers), plan.name).toEqual(same(plan.layers));
  expect(
    notes.filter(({ code }) => !expected.includes(code)),
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
        { seed: fuzz.seed, numRuns: Math.min(fuzz.numRuns, 300) },
      );
    });
  },
);

const rate = fc.integer({ min: 0, max: 9 }).map((tenths) => tenths / 10);
const width = fc.integer({ min: 2, max: 40 });
const plain = fc.oneof(
  ...["relu", "selu", "tanh", "sigmoid", "gelu", "silu", "softplus"].map((type) =>
    fc.record({ type: fc.constant(type) }),
  ),
  fc.record({ type: fc.constant("leakyRelu"), slope: rate }),
  fc.record({ type: fc.constant("elu"), alpha: fc.constantFrom(0.5, 1, 2) }),
  ...["dropout", "gaussianDropout", "alphaDropout", "stochasticDepth"].map((type) =>
    fc.record({ type: fc.constant(type), rate }),
  ),
  fc.record({ type: fc.constant("dropout"), rate, scaling: fc.constantFrom("classic", "none") }),
  fc.record({ type: fc.constant("gaussianNoise"), deviation: rate }),
  fc.record({
    type: fc.constant("batchNorm"),
    momentum: fc.constantFrom(0.1, 0.01, 0.3),
    epsilon: fc.constantFrom(1e-5, 1e-3),
  }),
  fc.record({ type: fc.constant("layerNorm"), epsilon: fc.constantFrom(1e-5, 1e-3) }),
);
const sized = fc.oneof(
  fc.record({ type: fc.constant("dense"), units: width }),
  fc.record({ type: fc.constant("dropConnect"), units: width, rate }),
);
const onRows = fc.oneof(
  plain,
  sized,
  fc.record({
    type: fc.constant("residual"),
    layers: fc.array(fc.oneof(plain, sized), { minLength: 1, maxLength: 4 }),
  }),
);
const window = { stride: fc.integer({ min: 1, max: 2 }), padding: fc.constantFrom("same", "valid") };
const onPictures = fc.oneof(
  plain,
  fc.record({ type: fc.constant("spatialDropout"), rate }),
  fc.record({
    type: fc.constant("conv2d"),
    filters: width,
    kernelSize: fc.integer({ min: 1, max: 3 }),
    ...window,
  }),
  fc.record({ type: fc.constant("maxPool2d"), poolSize: fc.integer({ min: 1, max: 3 }), ...window }),
  fc.record({ type: fc.constant("averagePool2d"), poolSize: fc.integer({ min: 1, max: 3 }), ...window }),
);
const end = { type: "dense", units: 4 };

/** Random networks on rows and on pictures. */
const randomPlans: fc.Arbitrary<ScriptPlan> = fc
  .tuple(fc.boolean(), fc.array(onPictures, { maxLength: 3 }), fc.array(onRows, { maxLength: 6 }))
  .map(([isPicture, first, rest]) => {
    const layers = [
      ...(isPicture ? [{ type: "conv2d", filters: 3, kernelSize: 1 }, ...first, { type: "flatten" }] : []),
      ...rest,
      end,
    ];
    const shape = isPicture
      ? ({ features: 2048, image: [32, 32, 2], outputs: 4, task: "classification" } as const)
      : ({ features: 12, outputs: 4, task: "classification" } as const);
    return planOf("random", { network: { layers: layers as never }, shape: { ...shape } as never });
  });

test("a random network is one of the document", () => {
  const [plan] = fc.sample(randomPlans, { numRuns: 1, seed: 1 });
  expect(inputOf(plan!).length).toBeGreaterThan(0);
  for (const layer of plan!.layers) layerSchema.parse(layer);
});
