import { expect, test } from "vitest";
import { loadDataset } from "../../data/load";
import { type ExperimentInput, experimentSchema } from "../../experiment/schema";
import { layerTypes } from "../../nn/layers/kinds";
import { inOrder } from "../../nn/network";
import { optimizerTypes } from "../../nn/optimizers/kinds";
import type { ScheduleType } from "../../nn/schedules/kinds";
import { presets } from "../../experiment/presets";
import { planRun } from "../engine";
import { dataOf, layersOf, trainingOf } from "../testing";
import { onNative, resultsOf, weightsApart } from "./testing";

/**
 * The graph engine against the plain one, which is the reference. Both compute in float32 (relative precision 6e-8)
 * but add up in different orders; 20 steps of Adam, which divides by the size of the gradient, enlarge the difference
 * to about 1e-5.
 */
const tolerance = 1e-4;

type Layers = Parameters<typeof layersOf>;
type Training = Parameters<typeof trainingOf>[0];

const classes = dataOf({ rows: 150, features: 6, outputs: 4 });
const values = dataOf({ task: "regression", rows: 150, features: 6, outputs: 1 });
/** Five steps per epoch, the last one with 22 rows. */
const batchSize = 32;
/** The layers that draw, with nothing to draw. */
const idle: Layers = [
  { type: "dropout", rate: 0 },
  { type: "gaussianDropout", rate: 0 },
  { type: "alphaDropout", rate: 0 },
  { type: "spatialDropout", rate: 0 },
  { type: "gaussianNoise", deviation: 0 },
];
const dropout = { type: "dropout", rate: 0.3 } as const;

const activations: Layers = [
  { type: "relu" },
  { type: "leakyRelu", slope: 0.2 },
  { type: "leakyRelu", slope: 0 },
  { type: "elu" },
  { type: "elu", alpha: 0.4 },
  { type: "selu" },
  { type: "tanh" },
  { type: "sigmoid" },
  { type: "gelu" },
  { type: "silu" },
  { type: "softplus" },
  { type: "layerNorm" },
  { type: "layerNorm", epsilon: 0.1 },
];

const optimizers: NonNullable<Training["optimizer"]>[] = [
  ...optimizerTypes.map((type) => ({ type, learningRate: 0.01 })),
  { type: "sgd", learningRate: 0.1 },
  { type: "sgd", learningRate: 0.05, momentum: 0.9 },
  { type: "sgd", learningRate: 0.05, momentum: 0.9, nesterov: true },
  { type: "adam", learningRate: 0.01 },
  { type: "adam", learningRate: 0.01, beta1: 0.5, beta2: 0.9, epsilon: 1e-3 },
  { type: "adamW", learningRate: 0.01, weightDecay: 0.1 },
  { type: "rmsprop", learningRate: 0.003 },
  { type: "rmsprop", learningRate: 0.003, momentum: 0.8 },
];

/** Each changes the learning rate within four epochs; that of `plateau` by what `resultsOf` says was watched. */
const schedules: Record<ScheduleType, NonNullable<Training["schedule"]>> = {
  constant: { type: "constant" },
  step: { type: "step", every: 1, factor: 0.5 },
  exponential: { type: "exponential", factor: 0.7 },
  cosine: { type: "cosine", lowest: 0.1 },
  plateau: { type: "plateau" },
};
const schedulePlans = Object.values(schedules).flatMap((schedule) => [schedule, { ...schedule, warmup: 2 }]);

const ratesOverTime: NonNullable<Training["rateOverTime"]>[] = [
  { type: "early", epochs: 2 },
  { type: "late", epochs: 2 },
  { type: "linear", epochs: 4, from: 1, to: 0 },
];

const steps: Training[] = [
  { clipNorm: 0.5 },
  { maxNorm: 0.8 },
  { labelSmoothing: 0.1 },
  { classWeights: "balanced" },
  { clipNorm: 0.5, maxNorm: 1, labelSmoothing: 0.1, classWeights: "balanced", l2: 0.01 },
];

const augmentations: NonNullable<Training["augment"]>[] = [
  { shift: 2 },
  { flip: true },
  { noise: 0.3 },
  { shift: 1, flip: true, noise: 0.1 },
];

const arrangements: { name: string; layers: Layers }[] = [
  { name: "one dense layer", layers: [{ type: "dense", units: 4 }] },
  { name: "dropout on the inputs", layers: [dropout, { type: "dense", units: 4 }] },
  { name: "dropout after the output", layers: [{ type: "dense", units: 4 }, dropout] },
  { name: "an activation first", layers: [{ type: "tanh" }, { type: "dense", units: 4 }] },
  {
    name: "an image made of a row, normalised, dropped and flattened",
    layers: [
      { type: "layerNorm" },
      { type: "dense", units: 12 },
      { type: "reshape", height: 2, width: 2, channels: 3 },
      { type: "layerNorm" },
      dropout,
      { type: "silu" },
      { type: "flatten" },
      { type: "dense", units: 4 },
      { type: "reshape", height: 2, width: 2 },
    ],
  },
  {
    name: "batch normalisation of rows and of pictures, first and after activations",
    layers: [
      { type: "batchNorm", epsilon: 0.1 },
      { type: "dense", units: 12 },
      { type: "reshape", height: 2, width: 2, channels: 3 },
      { type: "tanh" },
      { type: "batchNorm", momentum: 0.3 },
      dropout,
      { type: "dense", units: 9 },
      { type: "gelu" },
      { type: "batchNorm" },
      { type: "dense", units: 4 },
    ],
  },
  {
    name: "convolutions, pools and dropout on maps",
    layers: [
      { type: "dense", units: 60 },
      { type: "reshape", height: 5, width: 6, channels: 2 },
      { type: "conv2d", filters: 5, padding: "same" },
      { type: "relu" },
      { type: "maxPool2d" },
      { type: "dropout", rate: 0.3 },
      { type: "conv2d", filters: 4, kernelSize: 2, stride: 2, padding: "same", initializer: "heNormal" },
      { type: "tanh" },
      { type: "averagePool2d", padding: "same", stride: 1 },
      { type: "dense", units: 4 },
    ],
  },
  {
    name: "a network of convolutions only",
    layers: [
      { type: "reshape", height: 3, width: 2 },
      { type: "conv2d", filters: 6, kernelSize: 2 },
      { type: "silu" },
      { type: "conv2d", filters: 4, kernelSize: 1 },
      { type: "globalAveragePool2d" },
    ],
  },
  {
    name: "the family of dropout on rows",
    layers: [
      { type: "gaussianNoise", deviation: 0.3 },
      { type: "dropConnect", units: 13, rate: 0.3 },
      { type: "relu" },
      { type: "gaussianDropout", rate: 0.4 },
      { type: "dense", units: 11 },
      { type: "selu" },
      { type: "alphaDropout", rate: 0.2 },
      { type: "dense", units: 9 },
      { type: "tanh" },
      { type: "spatialDropout", rate: 0.3 },
      { type: "dropConnect", units: 4, rate: 0.5 },
    ],
  },
  {
    name: "the family of dropout on images",
    layers: [
      { type: "dense", units: 30 },
      { type: "reshape", height: 3, width: 2, channels: 5 },
      { type: "gaussianNoise", deviation: 0.3 },
      { type: "selu" },
      { type: "alphaDropout", rate: 0.2 },
      { type: "spatialDropout", rate: 0.3 },
      { type: "gaussianDropout", rate: 0.3 },
      { type: "dropConnect", units: 4, rate: 0.3 },
    ],
  },
  {
    name: "the family of dropout and batch norm in residual blocks",
    layers: [
      {
        type: "residual",
        layers: [
          { type: "dropConnect", units: 12, rate: 0.3 },
          { type: "selu" },
          { type: "alphaDropout", rate: 0.2 },
        ],
      },
      {
        type: "residual",
        layers: [
          { type: "batchNorm" },
          { type: "dense", units: 12, l1: 0.001 },
          { type: "gaussianDropout", rate: 0.3 },
          { type: "gaussianNoise", deviation: 0.2 },
        ],
      },
      { type: "reshape", height: 2, width: 2, channels: 3 },
      {
        type: "residual",
        layers: [
          { type: "conv2d", filters: 3, padding: "same" },
          { type: "spatialDropout", rate: 0.3 },
        ],
      },
      { type: "dense", units: 4 },
    ],
  },
  {
    name: "residual blocks of rows and of pictures, with every shortcut and with stochastic depth",
    layers: [
      { type: "residual", layers: [{ type: "dense", units: 12 }, { type: "relu" }], initializer: "heNormal" },
      {
        type: "residual",
        layers: [
          { type: "layerNorm" },
          { type: "dense", units: 12 },
          dropout,
          { type: "stochasticDepth", rate: 0.4 },
        ],
      },
      { type: "dense", units: 36 },
      { type: "reshape", height: 4, width: 3, channels: 3 },
      {
        type: "residual",
        layers: [
          { type: "conv2d", filters: 3, padding: "same" },
          { type: "tanh" },
          { type: "conv2d", filters: 3, padding: "same" },
          { type: "stochasticDepth", rate: 0.2 },
        ],
      },
      { type: "residual", layers: [{ type: "conv2d", filters: 4, stride: 2, padding: "same" }] },
      { type: "residual", layers: [{ type: "silu" }, { type: "stochasticDepth", rate: 0 }] },
      { type: "residual", layers: [{ type: "dense", units: 4 }] },
    ],
  },
  {
    name: "dropouts of every scaling",
    layers: [
      { type: "dropout", rate: 0.1, scaling: "classic" },
      { type: "dense", units: 12 },
      { type: "relu" },
      { type: "dropout", rate: 0.4, scaling: "classic" },
      { type: "dense", units: 10 },
      { type: "tanh" },
      { type: "dropout", rate: 0.3, scaling: "none" },
      { type: "dense", units: 9 },
      { type: "gelu" },
      { type: "dropout", rate: 0.5, scaling: "inverted" },
      { type: "dense", units: 4 },
    ],
  },
  {
    name: "dropout of classic scaling on an image and after the output",
    layers: [
      { type: "dense", units: 12 },
      { type: "reshape", height: 2, width: 2, channels: 3 },
      { type: "dropout", rate: 0.3, scaling: "classic" },
      { type: "dense", units: 4 },
      { type: "dropout", rate: 0.2, scaling: "classic" },
    ],
  },
  {
    name: "activations and dropouts in a row, of several rates",
    layers: [
      { type: "dense", units: 9 },
      { type: "relu" },
      { type: "tanh" },
      { type: "dropout", rate: 0 },
      { type: "dropout", rate: 0.5 },
      { type: "dropout", rate: 0.1 },
      { type: "dense", units: 4 },
    ],
  },
];

function hidden(activation: Layers[number] = { type: "leakyRelu" }, outputs = 4): Layers {
  return [
    { type: "dense", units: 16 },
    activation,
    dropout,
    { type: "dense", units: 9 },
    activation,
    dropout,
    { type: "dense", units: outputs },
  ];
}

test("every type of layer is among these cases", () => {
  const cases = [...activations, ...arrangements.flatMap(({ layers }) => layers)];
  const types = inOrder(layersOf(...cases)).map(({ layer: { type } }) => type);
  expect([...new Set(types)].sort()).toEqual([...layerTypes].sort());
});

onNative((native) => {
  async function expectAgreement(layers: Layers, training: Training, data = classes) {
    const plan = { layers: layersOf(...layers), training: trainingOf({ batchSize, ...training }), seed: 5 };
    const graph = await resultsOf(native().engine, plan, data, 4);
    const plain = await resultsOf(native().plain, plan, data, 4);
    expect(weightsApart(graph.weights, plain.weights)).toBeLessThan(tolerance);
    const size = plain.masked.reduce((most, output) => Math.max(most, Math.abs(output)), 0);
    expect(graph.masked.length).toBe(plain.masked.length);
    for (const [place, output] of graph.masked.entries())
      expect(Math.abs(output - plain.masked[place]!)).toBeLessThan(10 * tolerance * size);
    graph.measures.forEach((epoch, index) => {
      for (const [name, { loss, accuracy }] of Object.entries(epoch)) {
        const reference = plain.measures[index]![name as keyof typeof epoch];
        expect(Math.abs(loss / reference.loss - 1)).toBeLessThan(tolerance);
        // One sample may be so near the border between two classes that rounding decides its class.
        if (reference.accuracy === undefined) expect(accuracy).toBeUndefined();
        else expect(Math.abs(accuracy! - reference.accuracy)).toBeLessThan(1.5 / 150);
      }
    });
  }

  test.each(activations)("train 20 steps alike with $type", (activation) =>
    expectAgreement(hidden(activation), {}),
  );

  test.each(optimizers)("train 20 steps alike with $type", (optimizer) =>
    expectAgreement(hidden(), { optimizer }),
  );

  test.each(arrangements)("train 20 steps alike with $name", ({ layers }) => expectAgreement(layers, {}));

  // A bias before batch normalisation changes nothing, so that its gradient is rounding alone. Adam would make whole steps of that.
  test("train 20 steps alike with batch normalisation after dense layers, by gradient descent", () =>
    expectAgreement([...hidden({ type: "batchNorm", momentum: 0.5 }), { type: "batchNorm" }], {
      optimizer: { type: "sgd", learningRate: 0.1, momentum: 0.9 },
    }));

  test("train alike on images, which are rows of pixels to a dense layer", async () => {
    const images = { ...classes, image: [3, 2, 1] as [number, number, number] };
    await expectAgreement([{ type: "flatten" }, ...hidden()], {}, images);
    const plan = (...layers: Layers) => ({
      layers: layersOf(...layers),
      training: trainingOf({ batchSize }),
      seed: 5,
    });
    for (const engine of [native().engine, native().plain]) {
      const rows = await resultsOf(engine, plan(...hidden()), classes, 2);
      for (const layers of [hidden(), [{ type: "flatten" } as const, ...hidden()]]) {
        const same = await resultsOf(engine, plan(...layers), images, 2);
        expect(same.measures).toEqual(rows.measures);
        expect(same.weights.map(({ values }) => values)).toEqual(rows.weights.map(({ values }) => values));
      }
    }
  });

  test.each(schedulePlans)("train 20 steps alike on the schedule $type after $warmup epochs", (schedule) =>
    expectAgreement(hidden(), { schedule, epochs: 4, optimizer: { type: "adamW", learningRate: 0.02 } }),
  );

  test.each(ratesOverTime)("train 20 steps alike at rates over time: $type", (rateOverTime) =>
    expectAgreement(hidden(), { rateOverTime }),
  );

  test.each(["tensorflow", "graph"])(
    "an epoch at a rate of 0 trains as without dropout, bit for bit, on %s",
    async (name) => {
      const engine = name === "graph" ? native().engine : native().plain;
      const planOf = (changes: Training, rate: number) => ({
        layers: layersOf(...hidden()).map((layer) => (layer.type === "dropout" ? { ...layer, rate } : layer)),
        training: trainingOf({ batchSize, ...changes }),
        seed: 5,
      });
      const without = await resultsOf(engine, planOf({}, 0), classes, 3);
      const late = await resultsOf(
        engine,
        planOf({ rateOverTime: { type: "late", epochs: 3 } }, 0.3),
        classes,
        3,
      );
      expect(late).toEqual(without);
      const early = await resultsOf(
        engine,
        planOf({ rateOverTime: { type: "early", epochs: 2 } }, 0.3),
        classes,
        3,
      );
      const constant = await resultsOf(engine, planOf({}, 0.3), classes, 3);
      expect(early.measures.slice(0, 2)).toEqual(constant.measures.slice(0, 2));
      expect(early.measures[2]!.forgotten).toEqual(early.measures[2]!.correct);
      expect(constant.measures[2]!.forgotten).not.toEqual(constant.measures[2]!.correct);
    },
  );

  test.each(steps)("train 20 steps alike with %j", (step) => expectAgreement(hidden(), step));

  test.each(augmentations)("train 20 steps alike on pictures augmented by %j", async (augment) => {
    const pictures = dataOf({ rows: 150, features: 40, outputs: 4 });
    const images = { ...pictures, image: [5, 4, 2] as [number, number, number] };
    await expectAgreement(hidden(), { augment }, images);
    await expectAgreement(
      [{ type: "conv2d", filters: 5 }, { type: "tanh" }, dropout, { type: "dense", units: 4 }],
      { augment },
      images,
    );
  });

  test("augmentation changes training only, and one that changes nothing is none, bit for bit", async () => {
    const pictures = dataOf({ rows: 150, features: 40, outputs: 4 });
    const images = { ...pictures, image: [5, 4, 2] as [number, number, number] };
    for (const engine of [native().engine, native().plain]) {
      const trained = (augment?: Training["augment"], learningRate = 0.01) =>
        resultsOf(
          engine,
          {
            layers: layersOf(...hidden()),
            training: trainingOf({ batchSize, augment, optimizer: { type: "sgd", learningRate } }),
            seed: 5,
          },
          images,
          2,
        );
      const without = await trained();
      expect(await trained({})).toEqual(without);
      // With hardly a step, the weights are as they were: evaluations are the same, the training's losses are not.
      const [still, moved] = [await trained(undefined, 1e-30), await trained({ shift: 2, noise: 1 }, 1e-30)];
      expect(moved.weights).toEqual(still.weights);
      expect(moved.masked).toEqual(still.masked);
      moved.measures.forEach(({ training, ...evaluated }, index) => {
        const { training: plain, ...others } = still.measures[index]!;
        expect(evaluated).toEqual(others);
        expect(training.loss).not.toBe(plain.loss);
      });
      expect(moved.measures[0]!.training.loss).not.toBe(moved.measures[1]!.training.loss);
    }
  });

  test("at a rate of 0 a layer that draws changes nothing, bit for bit, and dropConnect is a dense layer", async () => {
    const training = trainingOf({ batchSize });
    const [output, relu] = [{ type: "dense", units: 4 } as const, { type: "relu" } as const];
    for (const engine of [native().engine, native().plain]) {
      const trained = (...layers: Layers) =>
        resultsOf(engine, { layers: layersOf(...layers), training, seed: 5 }, classes, 2);
      const without = await trained({ type: "dense", units: 16 }, relu, output);
      const idly = await trained({ type: "dropConnect", units: 16, rate: 0 }, relu, ...idle, output);
      expect(idly.measures).toEqual(without.measures);
      expect(idly.weights.map(({ values }) => values)).toEqual(without.weights.map(({ values }) => values));
    }
  });

  test("train alike with an L2 penalty", () => expectAgreement(hidden(), { l2: 0.01 }));
  test("train alike with L1 and L2 penalties of single layers", () =>
    expectAgreement(
      [
        { type: "dense", units: 8, l1: 0.003 },
        { type: "tanh" },
        { type: "dense", units: 6, l2: 0.02, l1: 0.001 },
        { type: "relu" },
        { type: "dense", units: 4 },
      ],
      { l2: 0.01 },
    ));

  test("train alike on the mean squared error of one-hot targets", () =>
    expectAgreement(hidden(), { loss: "meanSquaredError" }));

  test("train alike for regression", () =>
    expectAgreement(hidden({ type: "gelu" }, 1), { loss: "meanSquaredError" }, values));

  test.each([1, 150, 1000])("train alike with batches of %i", (size) =>
    expectAgreement(hidden(), { batchSize: size, optimizer: { type: "sgd" } }),
  );

  test("evaluate many rows alike, in either mode: the masks go on from chunk to chunk", async () => {
    const many = dataOf({ rows: 3001, features: 6, outputs: 4 });
    const plan = { layers: layersOf(...hidden()), training: trainingOf({ batchSize: 512 }), seed: 5 };
    const graph = await resultsOf(native().engine, plan, many, 2);
    const plain = await resultsOf(native().plain, plan, many, 2);
    graph.measures.forEach(({ forgotten, correct }, index) => {
      const reference = plain.measures[index]!;
      expect(forgotten.loss / reference.forgotten.loss).toBeCloseTo(1, 5);
      expect(correct.loss / reference.correct.loss).toBeCloseTo(1, 5);
      expect(Math.abs(forgotten.loss - correct.loss)).toBeGreaterThan(1e-4);
    });
  });

  test("agree in loss to 1e-3 over 3 epochs of the textbook preset", async () => {
    const experiment = experimentSchema.parse(presets.textbook.document satisfies ExperimentInput);
    const data = await loadDataset(experiment.data);
    const plan = planRun(experiment, { name: "dropout" }, 1);
    const graph = await resultsOf(native().engine, plan, data);
    const plain = await resultsOf(native().plain, plan, data);
    graph.measures.forEach((epoch, index) => {
      for (const [name, { loss }] of Object.entries(epoch)) {
        const reference = plain.measures[index]![name as keyof typeof epoch];
        expect(Math.abs(loss / reference.loss - 1)).toBeLessThan(1e-3);
      }
    });
  });
});
