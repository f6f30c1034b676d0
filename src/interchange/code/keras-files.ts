import type { Part } from "../../nn/layers/layer-code";
import { type Dataset, hdf5Of } from "../hdf5";
import { inputOf, type TrainedNetwork } from "../trained-network";
import { kerasVersions } from "./keras";
import { kerasNetwork, type KerasNetwork, kerasPreparation, sequentialInKeras } from "./keras-network";
import { definitionsOf } from "./network";
import { printed } from "./print";
import { scriptOf } from "./sections";
import {
  classesOf,
  columnImports,
  columnsOf,
  inUnits,
  originOf,
  scalingOfTrained,
  selfTest,
} from "./trained";

const weightsFile = "model.weights.h5";

/** A trained network in Keras 3: predict.py, which takes raw rows, and its weights as `save_weights` writes them. */
export function kerasFiles(
  network: TrainedNetwork,
): { readonly path: string; readonly bytes: Uint8Array<ArrayBuffer> }[] {
  return [
    { path: weightsFile, bytes: weightsOf(network) },
    { path: "predict.py", bytes: new TextEncoder().encode(predictor(network)) },
  ];
}

function networkIn(network: TrainedNetwork): KerasNetwork {
  const input = inputOf(network);
  const preparation = kerasPreparation(scalingOfTrained(network), input);
  return kerasNetwork(network.layers, input, null, preparation);
}

/** Variables by the paths of Keras' `.weights.h5`: those of a layer are numbered in its own order. */
function weightsOf(network: TrainedNetwork): Uint8Array<ArrayBuffer> {
  const net = networkIn(network);
  const paths = pathsOf(net.parts, "layers");
  const datasets = new Map<string, Dataset>();
  if (scalingOfTrained(network).kind === "standardised") {
    const features = network.preparation.features!;
    const shape = inputOf(network);
    const variables: Dataset[] = [
      { shape, values: Float64Array.from(features, ({ mean }) => mean) },
      { shape, values: Float64Array.from(features, ({ divisor }) => divisor ** 2) },
      { shape: [], values: Int32Array.of(0) },
    ];
    variables.forEach((each, number) => datasets.set(`layers/normalization/vars/${number}`, each));
  }
  const counts = new Map<Part, number>();
  for (const { lab, name, holder } of net.tensors) {
    const number = counts.get(holder.part) ?? 0;
    counts.set(holder.part, number + 1);
    const { shape } = holder.layer.state.find((tensor) => tensor.name === name.lab)!;
    datasets.set(`${paths.get(holder.part)!}/vars/${number}`, { shape, values: network.state.get(lab)! });
  }
  return hdf5Of(datasets);
}

/** Where Keras keeps the variables of each layer: by its class, numbered in its container (keras/src/saving/saving_lib.py). */
function pathsOf(parts: readonly Part[], container: string): Map<Part, string> {
  const paths = new Map<Part, string>();
  const taken = new Map<string, number>();
  for (const part of parts) {
    const name = snakeCase(part.call.callee.split(".").at(-1)!);
    const number = taken.get(name) ?? 0;
    taken.set(name, number + 1);
    const path = `${container}/${name}${number > 0 ? `_${number}` : ""}`;
    paths.set(part, path);
    const { body = [], shortcut = [] } = part.within ?? {};
    const inside = [
      ...pathsOf(body, `${path}/body/layers`),
      ...(shortcut.length === 1
        ? [[shortcut[0]!, `${path}/shortcut`] as const]
        : pathsOf(shortcut, `${path}/shortcut/layers`)),
    ];
    for (const [inner, at] of inside) paths.set(inner, at);
  }
  return paths;
}

/** As keras/src/utils/naming.py has it. */
function snakeCase(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

function predictor(network: TrainedNetwork): string {
  const net = networkIn(network);
  const isRegression = network.preparation.target.task === "regression";
  const input = inputOf(network);
  const dtype = scalingOfTrained(network).kind === "standardised" ? "float64" : undefined;
  const sides = input.length === 3 ? `.reshape(-1, ${input.join(", ")})` : "";
  const what = isRegression ? "Values in the target's unit" : "Probabilities of the classes";
  const definitions = definitionsOf(net.parts).map(({ source }) => source.split("\n"));
  const usesOps = definitions.some((lines) => lines.some((line) => line.includes("ops.")));
  return scriptOf([
    originOf(network, "Keras 3, on any of its backends", kerasVersions),
    columnImports(network),
    [
      "import keras",
      "import numpy as np",
      usesOps ? "from keras import layers, ops" : "from keras import layers",
    ],
    ...definitions,
    [...printed(sequentialInKeras(net, dtype), "net = "), `net.load_weights("${weightsFile}")`],
    classesOf(network),
    ...columnsOf(network),
    [
      "def predict(rows):",
      `    """${what} for an array of raw rows, ${input.join(" x ")} numbers each."""`,
      `    rows = np.asarray(rows, "${dtype ?? "float32"}")${sides}`,
      // `net.predict` would make float32 of all that it is given.
      "    parts = [net(rows[i : i + 1000], training=False) for i in range(0, len(rows), 1000)]",
      "    outputs = np.concatenate([keras.ops.convert_to_numpy(part) for part in parts])",
      isRegression
        ? `    return ${inUnits(network, "outputs[:, 0]")}`
        : "    return keras.ops.convert_to_numpy(keras.ops.softmax(outputs))",
    ],
    selfTest(network),
  ]).text;
}
