import type { ExperimentInput } from "./schema";

/** A ready experiment. Its title and description for the window are in the renderer's texts, by the same id. */
export interface Preset {
  /** One line for the terminal. */
  readonly description: string;
  /** Whoever uses it supplies the files that `files` names. */
  readonly document: ExperimentInput;
  /** Fields of `data` that hold a file's path and are empty here. */
  readonly files: readonly ("images" | "labels" | "path")[];
}

export const presetIds = [
  "textbook",
  "counter-example",
  "moons",
  "circles",
  "spirals",
  "xor",
  "mnist",
] as const;
export type PresetId = (typeof presetIds)[number];

type HiddenActivation = { type: "leakyRelu" } | { type: "tanh" };

/** Dense layers, each hidden one followed by its activation and by dropout. */
function network(
  units: readonly number[],
  activation: HiddenActivation,
  rate: number,
): ExperimentInput["network"] {
  const hidden = units
    .slice(0, -1)
    .flatMap((width) => [
      { type: "dense" as const, units: width },
      activation,
      { type: "dropout" as const, rate },
    ]);
  return { layers: [...hidden, { type: "dense", units: units.at(-1)! }] };
}

/** The network of the textbook's dropout chapter: 300-200-100-50-10, 300 being the inputs. */
function textbookNetwork(rate: number): ExperimentInput["network"] {
  return network([200, 100, 50, 10], { type: "leakyRelu" }, rate);
}

const variants = [{ name: "no dropout", rate: 0 }, { name: "dropout" }];

/** Two features, few enough samples to overfit: the four sources that one can look at. */
function plane(
  source: "moons" | "circles" | "spirals" | "xor",
  noise: number,
  epochs: number,
): ExperimentInput {
  return {
    name: source,
    data: { source, train: 200, validation: 1000, seed: 1, noise },
    network: network([32, 32, 2], { type: "tanh" }, 0.1),
    training: { optimizer: { type: "adam", learningRate: 0.01 }, batchSize: 32, epochs },
    variants,
    seeds: [1, 2, 3],
  };
}

export const presets: Record<PresetId, Preset> = {
  textbook: {
    description: "300-200-100-50-10 with LeakyReLU and p = 0.3 on drawn digits: dropout helps",
    document: {
      name: "textbook",
      data: { source: "digits", train: 1000, validation: 1000, seed: 1 },
      network: textbookNetwork(0.3),
      training: { optimizer: { type: "adam", learningRate: 0.001 }, batchSize: 32, epochs: 40 },
      variants,
      seeds: [1, 2, 3, 4, 5],
    },
    files: [],
  },
  "counter-example": {
    description: "the same network on clusters in 300 features: dropout makes the validation loss worse",
    document: {
      name: "counter-example",
      data: { source: "clusters", train: 600, validation: 1000, seed: 1 },
      network: textbookNetwork(0.3),
      training: { optimizer: { type: "adam", learningRate: 0.001 }, batchSize: 32, epochs: 40 },
      variants,
      seeds: [1, 2, 3, 4, 5],
    },
    files: [],
  },
  moons: {
    description: "two interleaved half circles, two features",
    document: plane("moons", 0.3, 60),
    files: [],
  },
  circles: {
    description: "a circle inside a circle, two features",
    document: plane("circles", 0.15, 60),
    files: [],
  },
  spirals: { description: "two spirals, two features", document: plane("spirals", 0.1, 60), files: [] },
  xor: {
    description: "four corners, opposite ones of one class",
    document: plane("xor", 0.5, 60),
    files: [],
  },
  mnist: {
    description: "784-200-100-50-10 on MNIST's files (or a file pair of the same format, such as Fashion-MNIST)",
    document: {
      name: "mnist",
      data: { source: "idx", train: 1000, validation: 2000, seed: 1, images: "", labels: "" },
      network: textbookNetwork(0.3),
      training: { optimizer: { type: "adam", learningRate: 0.001 }, batchSize: 32, epochs: 40 },
      variants,
      seeds: [1, 2, 3],
    },
    files: ["images", "labels"],
  },
};
