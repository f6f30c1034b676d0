import { usualResampling } from "./resampling";
import type { ExperimentInput } from "./schema";

/** A ready experiment. Its title and description for the window are in the renderer's texts, by the same id. */
export interface Preset {
  /** One line for the terminal. */
  readonly description: string;
  /** The person supplies the files that `files` names. */
  readonly document: ExperimentInput;
  /** Fields of `data` that hold a file's path and are empty here. */
  readonly files: readonly ("images" | "labels" | "path")[];
}

export const presetIds = [
  "textbook",
  "counter-example",
  "lenet",
  "vgg",
  "resnet",
  "rivals",
  "moons",
  "circles",
  "spirals",
  "xor",
  "wave",
  "mnist",
] as const;
export type PresetId = (typeof presetIds)[number];

const variants = [{ name: "no dropout", rate: 0 }, { name: "dropout" }];

/** Dense layers, each hidden one followed by LeakyReLU and dropout. */
function network(units: readonly number[], rate: number): ExperimentInput["network"] {
  const hidden = units.slice(0, -1).flatMap((width) => [
    { type: "dense" as const, units: width },
    { type: "leakyRelu" as const, slope: 0.01 },
    { type: "dropout" as const, rate },
  ]);
  return { layers: [...hidden, { type: "dense", units: units.at(-1)! }] };
}

/** The textbook's 300-200-100-50-10, 300 being the inputs; what else is the same in all three that use it. */
function textbook(classes: number) {
  return {
    network: network([200, 100, 50, classes], 0.3),
    training: { optimizer: { type: "adam", learningRate: 0.001 }, batchSize: 32, epochs: 40 },
    variants,
  } satisfies Partial<ExperimentInput>;
}

/** Convolutions that keep the size of their maps, each followed by ReLU, and a pool that halves it (Simonyan and Zisserman 2015). */
function block(filters: number, convolutions: number): ExperimentInput["network"]["layers"] {
  const convolution = [
    { type: "conv2d" as const, filters, kernelSize: 3, padding: "same" as const },
    { type: "relu" as const },
  ];
  return [...Array.from({ length: convolutions }, () => convolution).flat(), { type: "maxPool2d" }];
}

/** Two convolutions and batch normalisation around which there is a shortcut (He et al. 2016); the first may halve the maps. */
function residualBlock(filters: number, stride: number): ExperimentInput["network"]["layers"] {
  const convolution = { type: "conv2d", filters, kernelSize: 3, padding: "same" } as const;
  return [
    {
      type: "residual",
      layers: [
        { ...convolution, stride },
        { type: "batchNorm" },
        { type: "relu" },
        convolution,
        { type: "batchNorm" },
        { type: "stochasticDepth", rate: 0.1 },
      ],
    },
    { type: "relu" },
  ];
}

/** A network of convolutions on the built-in digits. */
function pictures(name: string, layers: ExperimentInput["network"]["layers"], epochs: number) {
  return {
    name,
    data: { source: "digits", train: 1000, validation: 1000, seed: 1 },
    network: { layers },
    training: { optimizer: { type: "adam", learningRate: 0.001 }, batchSize: 32, epochs },
    variants,
    seeds: [1, 2, 3],
  } satisfies ExperimentInput;
}

const half = { type: "dropout", rate: 0.5 } as const;

/** Of the textbook's hidden layers, as changes of this network: a variant's `width` is compared with that width only. */
const halfWidth = {
  "network.layers[1].units": 100,
  "network.layers[4].units": 50,
  "network.layers[7].units": 25,
};

/** Two features, so that the data can be drawn: few and noisy enough samples to overfit, learnt in seconds. */
function plane(source: "moons" | "circles" | "xor", noise: number): ExperimentInput {
  return {
    name: source,
    data: { source, train: 200, validation: 1000, seed: 1, noise },
    network: network([32, 32, 2], 0.3),
    training: { optimizer: { type: "adam", learningRate: 0.01 }, batchSize: 32, epochs: 60 },
    variants,
    seeds: [1, 2, 3],
  };
}

const ofOneDraw: Record<PresetId, Preset> = {
  textbook: {
    description: "300-200-100-50-10 with LeakyReLU and p = 0.3 on synthetic digits: dropout helps",
    document: {
      name: "textbook",
      data: { source: "digits", train: 1000, validation: 1000, seed: 1 },
      ...textbook(10),
      seeds: [1, 2, 3, 4, 5],
    },
    files: [],
  },
  // Measured in PyTorch, 5 seeds: validation loss 1.53 without dropout and 2.27 with it, accuracy 0.674 and 0.658.
  "counter-example": {
    description: "the same network on Gaussian clusters with 20 informative features of 300: dropout hurts",
    document: {
      name: "counter-example",
      data: {
        source: "clusters",
        train: 600,
        validation: 1000,
        seed: 1,
        features: 300,
        informative: 20,
        classes: 4,
        separation: 0.6,
        labelNoise: 0.05,
      },
      ...textbook(4),
      seeds: [1, 2, 3, 4, 5],
    },
    files: [],
  },
  // LeCun et al. 1998, with dropout before each dense layer but the first; its digits have 28 × 28 pixels, these 20 × 15. Measured, 3
  // seeds: validation loss 0.320 without dropout and 0.366 with it; of the small VGG 0.222 and 0.243 (`lab run lenet`, `lab run vgg`).
  lenet: {
    description: "LeNet-5 with p = 0.5 before its last dense layers, on synthetic digits",
    document: pictures(
      "lenet",
      [
        { type: "conv2d", filters: 6, kernelSize: 5, padding: "same" },
        { type: "tanh" },
        { type: "averagePool2d" },
        { type: "conv2d", filters: 16, kernelSize: 5 },
        { type: "tanh" },
        { type: "averagePool2d" },
        { type: "dense", units: 120 },
        { type: "tanh" },
        half,
        { type: "dense", units: 84 },
        { type: "tanh" },
        half,
        { type: "dense", units: 10 },
      ],
      20,
    ),
    files: [],
  },
  vgg: {
    description: "a small VGG: 2 × 2 convolutions, p = 0.5 before its last dense layer, on synthetic digits",
    document: pictures(
      "vgg",
      [
        ...block(8, 2),
        ...block(16, 2),
        { type: "dense", units: 64 },
        { type: "relu" },
        half,
        { type: "dense", units: 10 },
      ],
      15,
    ),
    files: [],
  },
  // Measured, 3 seeds: best validation loss 0.208 without dropout, 0.183 with it, 0.172 with stochastic depth.
  resnet: {
    description:
      "a small residual network with batch normalisation, stochastic depth and dropout, on synthetic digits",
    document: {
      ...pictures(
        "resnet",
        [
          { type: "conv2d", filters: 8, kernelSize: 3, stride: 2, padding: "same" },
          { type: "batchNorm" },
          { type: "relu" },
          ...residualBlock(8, 1),
          ...residualBlock(16, 2),
          ...residualBlock(32, 2),
          { type: "globalAveragePool2d" },
          { type: "dropout", rate: 0.2 },
          { type: "dense", units: 10 },
        ],
        30,
      ),
      variants: [
        { name: "no dropout", rate: 0 },
        { name: "dropout", rate: 0, set: { "network.layers[10].rate": 0.2 } },
        { name: "stochastic depth", set: { "network.layers[10].rate": 0 } },
      ],
    },
    files: [],
  },
  rivals: {
    description:
      "dropout against weight decay, early stopping, half the width, noise, and both: equal epochs, each at its own best epoch too",
    document: {
      name: "rivals",
      data: { source: "digits", train: 1000, validation: 1000, test: 2000, seed: 1 },
      ...textbook(10),
      // Noise of 0 adds none: the variant turns it on.
      network: { layers: [{ type: "gaussianNoise", deviation: 0 }, ...textbook(10).network.layers] },
      variants: [
        { name: "no dropout", rate: 0 },
        { name: "dropout" },
        { name: "L2", rate: 0, set: { "training.l2": 0.001 } },
        { name: "early stopping", rate: 0, set: { "training.earlyStopping": { patience: 5 } } },
        { name: "half width", rate: 0, set: halfWidth },
        { name: "noise", rate: 0, set: { "network.layers[0].deviation": 0.2 } },
        { name: "dropout and L2", set: { "training.l2": 0.001 } },
      ],
      seeds: [1, 2, 3, 4, 5],
    },
    files: [],
  },
  moons: {
    description: "two interleaving half-circles",
    document: plane("moons", 0.3),
    files: [],
  },
  circles: { description: "a ring around a disc", document: plane("circles", 0.2), files: [] },
  spirals: {
    description: "two interleaving spirals: the network is barely large enough, so dropout slows it down",
    document: {
      name: "spirals",
      data: { source: "spirals", train: 400, validation: 1000, seed: 1, noise: 0.1 },
      network: network([64, 64, 2], 0.1),
      training: { optimizer: { type: "adam", learningRate: 0.01 }, batchSize: 32, epochs: 80 },
      variants,
      seeds: [1, 2, 3],
    },
    files: [],
  },
  xor: { description: "four clouds, opposite ones in one class", document: plane("xor", 0.5), files: [] },
  wave: {
    description: "regression with one feature: a curve with a gap, in which the network has to guess",
    document: {
      name: "wave",
      data: { source: "wave", train: 100, validation: 1000, seed: 1 },
      network: network([64, 64, 1], 0.1),
      training: {
        loss: "meanSquaredError",
        optimizer: { type: "adam", learningRate: 0.01 },
        batchSize: 32,
        epochs: 100,
      },
      variants,
      seeds: [1, 2, 3],
    },
    files: [],
  },
  // Folds of one repetition share no validation row, so nothing is corrected (docs/statistics.md). On t10k dropout changes the
  // loss by -0.069 (-0.198 to 0.061) and the accuracy by 1.3 points (0.3 to 2.2).
  mnist: {
    description: "784-200-100-50-10 on MNIST's files, or on others in that format such as Fashion-MNIST",
    document: {
      name: "mnist",
      data: { source: "idx", train: 1000, validation: 250, seed: 1, images: "", labels: "" },
      ...textbook(10),
      evaluation: { resample: "folds" },
      seeds: [1, 2, 3, 4, 5],
    },
    files: ["images", "labels"],
  },
};

/** Each seed has data of its own. */
export const presets = Object.fromEntries(
  presetIds.map((id) => {
    const { document, ...preset } = ofOneDraw[id];
    const resample = usualResampling(document.data.source);
    return [id, { ...preset, document: { ...document, evaluation: { resample, ...document.evaluation } } }];
  }),
) as Record<PresetId, Preset>;
