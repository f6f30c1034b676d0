import { resolve } from "node:path";
import type { Dataset, Split } from "../src/data/dataset";
import { loadDataset } from "../src/data/load";
import { presets } from "../src/experiment/presets";
import type { ExperimentInput } from "../src/experiment/schema";

/** What the lab and PyTorch both train, by name, as documents say it: bench/truth.ts compares their results. */

type Layers = ExperimentInput["network"]["layers"];
type Layer = Layers[number];
type Training = NonNullable<ExperimentInput["training"]>;

export interface Case {
  readonly layers: Layers;
  readonly training: Training & { readonly epochs: number };
  /** The data of a seed, the same for both. */
  readonly data: (seed: number) => Promise<Dataset>;
}

const digits = (seed: number) =>
  loadDataset({ source: "digits", train: 1000, validation: 1000, test: 0, seed });

const mnistOf = (folder: string, train: number) => (seed: number) =>
  loadDataset({
    source: "idx",
    transposed: false,
    division: "random",
    images: resolve(folder, "t10k-images-idx3-ubyte.gz"),
    labels: resolve(folder, "t10k-labels-idx1-ubyte.gz"),
    train,
    validation: 2000,
    test: 0,
    seed,
  });

/** Digits of which 0 to 5 are one class, so that the classes are unlike in size. */
async function unlikeClasses(seed: number): Promise<Dataset> {
  const data = await digits(seed);
  const merged = (split: Split) => ({
    ...split,
    targets: split.targets.map((target) => (target < 6 ? 0 : target)),
  });
  return { ...data, train: merged(data.train), validation: merged(data.validation) };
}

/** Dense layers, each hidden one followed by an activation and by what is to be compared. */
function network(units: readonly number[], ...after: Layers): Layers {
  return [
    ...units.flatMap((width): Layers => [{ type: "dense", units: width }, ...after]),
    { type: "dense", units: 10 },
  ];
}

const leakyRelu = { type: "leakyRelu", slope: 0.01 } as const;
const dropout = (rate: number) => ({ type: "dropout", rate }) as const;

const textbook = (data: Case["data"], rate: number): Case => ({
  layers: network([200, 100, 50], leakyRelu, dropout(rate)),
  training: { epochs: 40 },
  data,
});

/** The preset's, with another layer for its dropout. */
const lenet = (data: Case["data"], layer: Layer): Case => ({
  layers: presets.lenet.document.network.layers.map((each) => (each.type === "dropout" ? layer : each)),
  training: { epochs: 10 },
  data,
});

const small = [128, 64];
const training = { epochs: 15 };
const dense = (...after: Layers): Case => ({ layers: network(small, ...after), training, data: digits });

/** The network with dropout, trained otherwise. */
const trained = (changes: Training, data: Case["data"] = digits): Case => ({
  layers: network(small, { type: "relu" }, dropout(0.3)),
  training: { ...training, ...changes },
  data,
});

const scheduled = (schedule: NonNullable<Training["schedule"]>): Case =>
  trained({ schedule, optimizer: { type: "adam", learningRate: 0.005 } });

const convolution = { type: "conv2d", filters: 8, padding: "same" } as const;
const pictures = (...layers: Layers): Case => ({
  layers: [convolution, { type: "relu" }, { type: "maxPool2d" }, ...layers, { type: "dense", units: 10 }],
  training: { epochs: 10 },
  data: digits,
});

/** @param folder with MNIST's t10k files */
export function casesOn(folder: string): Record<string, Case> {
  const mnist = mnistOf(folder, 1000);
  const moreMnist = mnistOf(folder, 2000);
  return {
    ...Object.fromEntries(
      [0, 0.3, 0.5].map((rate) => [`textbook, digits, p = ${rate}`, textbook(digits, rate)]),
    ),
    ...Object.fromEntries(
      [0, 0.1, 0.3, 0.5].map((rate) => [`textbook, MNIST, p = ${rate}`, textbook(mnist, rate)]),
    ),
    "LeNet-5, MNIST, dropout": lenet(moreMnist, dropout(0.5)),
    "LeNet-5, MNIST, batchNorm": lenet(moreMnist, { type: "batchNorm" }),
    dropout: dense({ type: "relu" }, dropout(0.5)),
    gaussianDropout: dense({ type: "relu" }, { type: "gaussianDropout", rate: 0.5 }),
    alphaDropout: dense({ type: "selu" }, { type: "alphaDropout", rate: 0.2 }),
    gaussianNoise: dense({ type: "relu" }, { type: "gaussianNoise", deviation: 0.5 }),
    dropConnect: {
      layers: [
        ...small.flatMap((units): Layers => [{ type: "dropConnect", units, rate: 0.5 }, { type: "relu" }]),
        { type: "dense", units: 10 },
      ],
      training,
      data: digits,
    },
    spatialDropout: pictures(
      { type: "spatialDropout", rate: 0.3 },
      { ...convolution, filters: 16 },
      { type: "relu" },
    ),
    stochasticDepth: pictures(
      ...[0.2, 0.5].map((rate) => ({
        type: "residual" as const,
        layers: [
          convolution,
          { type: "relu" as const },
          convolution,
          { type: "stochasticDepth" as const, rate },
        ],
      })),
    ),
    "schedule: step": scheduled({ type: "step", every: 4, factor: 0.3 }),
    "schedule: exponential": scheduled({ type: "exponential", factor: 0.8 }),
    "schedule: cosine": scheduled({ type: "cosine", lowest: 0.01 }),
    "schedule: plateau": scheduled({ type: "plateau", factor: 0.2, patience: 1 }),
    "schedule: cosine after a warm-up": scheduled({ type: "cosine", warmup: 4 }),
    clipNorm: trained({ clipNorm: 0.2, optimizer: { type: "sgd", learningRate: 0.5 } }),
    maxNorm: trained({ maxNorm: 0.8 }),
    labelSmoothing: trained({ labelSmoothing: 0.2 }),
    classWeights: trained({ classWeights: "balanced" }, unlikeClasses),
    "L1 and L2 by layer": {
      layers: [
        { type: "dense", units: 128, l1: 0.0003 },
        { type: "relu" },
        { type: "dense", units: 64, l1: 0.0001, l2: 0.003 },
        { type: "relu" },
        { type: "dense", units: 10, l2: 0.01 },
      ],
      training: { ...training, l2: 0.0001 },
      data: digits,
    },
  };
}
