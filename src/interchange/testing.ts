import { forward, type LayerRandom } from "../engine/network";
import { softmax } from "../engine/softmax";
import { layersOf } from "../engine/testing";
import { type ExperimentInput, experimentSchema } from "../experiment/schema";
import type { Preparation } from "../fields/preparation";
import type { Layer } from "../nn/layers/kinds";
import type { NetworkMode } from "../nn/mode";
import { inOrder, stateOf } from "../nn/network";
import { type Shape, sizeOf } from "../nn/shape";
import { RandomStream } from "../random/random";
import type { Tensorflow } from "../tensor/tensorflow";
import { inputOf, type TrainedNetwork } from "./trained-network";

/** Shared by the tests of model files: networks with drawn weights, and what the lab's reference engine says of them. */

type Layers = Parameters<typeof layersOf>;

export const dropouts: Layers = [
  { type: "dropout", rate: 0.3 },
  { type: "dropout", rate: 0.3, scaling: "classic" },
  { type: "dropout", rate: 0.3, scaling: "none" },
  { type: "gaussianDropout", rate: 0.3 },
  { type: "alphaDropout", rate: 0.3 },
  { type: "spatialDropout", rate: 0.3 },
  { type: "gaussianNoise", deviation: 0.4 },
  { type: "dropConnect", units: 7, rate: 0.3 },
  { type: "stochasticDepth", rate: 0.3 },
];

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
];

const normalised: Layers = [
  { type: "batchNorm", epsilon: 0.1 },
  { type: "layerNorm", epsilon: 0.1 },
];

/** Each layer between two dense ones, on rows. */
export const rowNetworks: readonly Layers[] = [
  [{ type: "dense", units: 4 }],
  ...[...activations, ...normalised, ...dropouts].map((layer): Layers => [
    { type: "dense", units: 6 },
    layer,
    { type: "dense", units: 4 },
  ]),
  [
    { type: "dense", units: 12 },
    { type: "reshape", height: 2, width: 2, channels: 3 },
    { type: "layerNorm" },
    { type: "batchNorm" },
    { type: "flatten" },
    { type: "dense", units: 4 },
    { type: "reshape", height: 2, width: 2 },
  ],
  [
    {
      type: "residual",
      layers: [{ type: "dense", units: 5 }, { type: "tanh" }, { type: "stochasticDepth", rate: 0.4 }],
    },
    {
      type: "residual",
      layers: [
        { type: "dense", units: 5 },
        { type: "dropout", rate: 0.2 },
      ],
    },
    { type: "dense", units: 4 },
  ],
];

const convolution = { type: "conv2d", filters: 5 } as const;

/** On pictures of 7 × 6 pixels with 2 channels. */
export const pictureNetworks: readonly Layers[] = [
  [{ type: "flatten" }, { type: "dense", units: 4 }],
  [{ type: "dense", units: 4 }],
  ...[...normalised, ...dropouts]
    .filter(({ type }) => type !== "dropConnect")
    .map((layer): Layers => [layer, convolution, { type: "dense", units: 4 }]),
  ...[...normalised, ...dropouts].map((layer): Layers => [convolution, layer, { type: "dense", units: 4 }]),
  ...([1, 2, 3] as const).flatMap((stride) =>
    (["valid", "same"] as const).flatMap((padding): Layers[] => [
      [{ ...convolution, kernelSize: 4, stride, padding }, { type: "relu" }, { type: "dense", units: 4 }],
      [
        { type: "maxPool2d", poolSize: 3, stride, padding },
        { type: "dense", units: 4 },
      ],
      [convolution, { type: "averagePool2d", poolSize: 3, stride, padding }, { type: "dense", units: 4 }],
    ]),
  ),
  [
    { ...convolution, padding: "same" },
    {
      type: "residual",
      layers: [
        { ...convolution, padding: "same", stride: 2 },
        { type: "batchNorm" },
        { type: "relu" },
        { type: "spatialDropout", rate: 0.3 },
        { type: "stochasticDepth", rate: 0.3 },
      ],
    },
    { type: "residual", layers: [{ type: "layerNorm" }, { ...convolution, padding: "same" }] },
    { type: "residual", layers: [{ type: "flatten" }, { type: "dense", units: 6 }] },
    { type: "dense", units: 4 },
  ],
  [convolution, { type: "globalAveragePool2d" }, { type: "dense", units: 4 }],
  [
    { type: "globalAveragePool2d" },
    { type: "dense", units: 12 },
    { type: "reshape", height: 2, width: 2, channels: 3 },
    { ...convolution, filters: 1, kernelSize: 1 },
  ],
];

const random = (seed: number) => new RandomStream(seed, "initialWeights", { layer: 0, step: 0 });

export const classesOf = (count: number): Preparation["target"] => ({
  task: "classification",
  classes: Array.from({ length: count }, (_, number) => `class ${number}`),
});

/** So many columns of numbers, each with a mean and a divisor of its own. */
export function numbersOf(columns: number, target: Preparation["target"] = classesOf(4)): Preparation {
  const features = Array.from({ length: columns }, (_, column) => ({
    ...{ column, kind: "number" as const, mean: column - 1.5, divisor: 1 + column / 4 },
  }));
  return { features, target };
}

/** Grey values or colours as bytes. */
export function picturesOf(
  shape: readonly [number, number, number],
  target: Preparation["target"] = classesOf(4),
): Preparation {
  return { image: { shape: [...shape], divisor: 255 }, target };
}

const experimentOf = (layers: readonly Layer[]) =>
  experimentSchema.parse({
    name: "a network to carry out",
    data: { source: "clusters", train: 100, validation: 100 },
    network: { layers: [...layers] },
    training: {},
    variants: [{ name: "as it is" }],
  } satisfies ExperimentInput);

/** A network with drawn weights and statistics. */
export function networkOf(layers: Layers, preparation: Preparation, seed = 1): TrainedNetwork {
  const network: TrainedNetwork = {
    layers: layersOf(...layers),
    preparation,
    state: new Map(),
    origin: {
      experiment: experimentOf(layersOf(...layers)),
      variant: "as it is",
      seed,
      epoch: 3,
      lab: "0.0.0",
    },
  };
  const drawn = random(seed);
  const state = stateOf(network.layers, inputOf(network)).map(({ fullName, name, shape }) => {
    const values = Float32Array.from({ length: sizeOf(shape) }, () => drawn.normal() * 0.4);
    return [fullName, name === "runningVariance" ? values.map((each) => 0.5 + each ** 2) : values] as const;
  });
  return { ...network, state: new Map(state) };
}

/** Each network that the tests of a format carry out: on rows of 5 numbers, and on pictures. */
export const namedNetworks = () =>
  [
    ...rowNetworks.map((layers) => networkOf(layers, numbersOf(5))),
    ...pictureNetworks.map((layers) => networkOf(layers, picturesOf([7, 6, 2]))),
  ].map((network) => ({ name: nameOf(network), network }));

/** Raw rows: bytes of pictures, else numbers about as large as their column's mean and divisor. */
export function rawRowsOf({ preparation: { image, features } }: TrainedNetwork, rows: number): number[][] {
  const drawn = random(7);
  const rowOf = () =>
    image
      ? Array.from({ length: sizeOf(image.shape) }, () => Math.floor(drawn.uniform() * 256))
      : features!.map(({ mean, divisor }) => mean + divisor * drawn.normal());
  return Array.from({ length: rows }, rowOf);
}

/** The same as the network is given them. */
export function preparedOf(
  { preparation: { image, features } }: TrainedNetwork,
  raw: readonly number[][],
): Float32Array {
  return Float32Array.from(
    raw.flatMap((row) =>
      row.map((value, place) =>
        image ? value / image.divisor : (value - features![place]!.mean) / features![place]!.divisor,
      ),
    ),
  );
}

/** The plain engine's outputs of prepared inputs, [rows, outputs]. @param pass with dropout on, of this number */
export function labOutputs(
  tf: Tensorflow,
  network: TrainedNetwork,
  inputs: Float32Array,
  pass: number | null = null,
): number[][] {
  return outputsOf(tf, network.layers, inputOf(network), network.state, inputs, pass);
}

/** The same of layers and their state. @param input the shape of a sample as the network takes it */
export function outputsOf(
  tf: Tensorflow,
  layers: readonly Layer[],
  input: Shape,
  values: ReadonlyMap<string, Float32Array>,
  inputs: Float32Array,
  pass: number | null = null,
): number[][] {
  return tf.tidy(() => {
    const tensors = stateOf(layers, input);
    const state = inOrder(layers).map((_, layer) =>
      Object.fromEntries(
        tensors
          .filter((tensor) => tensor.layer === layer)
          .map(({ name, fullName, shape }) => [name, tf.tensor(values.get(fullName)!, [...shape])]),
      ),
    );
    const batch = tf.tensor(inputs, [inputs.length / sizeOf(input), ...input]);
    const mode: NetworkMode = pass === null ? "eval" : "dropoutForgotten";
    const words: LayerRandom = (layer) =>
      new RandomStream(5, "forgottenMask", { layer, step: 0, pass: pass! });
    return forward(tf, layers, state, batch, mode, words).outputs.arraySync();
  });
}

/** The same as the probabilities of classes. */
export function labProbabilities(...given: Parameters<typeof labOutputs>): number[][] {
  return labOutputs(...given).map((outputs) => {
    const values = Float64Array.from(outputs);
    softmax(values, values.length);
    return [...values];
  });
}

/** A network's layers on one line. */
export function nameOf({ layers }: TrainedNetwork): string {
  const texts = inOrder(layers).map(({ layer }) => JSON.stringify(layer));
  return texts.join(" ").replace(/"|type:|,initializer:[a-z]+/g, "");
}
