import { LabError } from "../../messages/failure";
import { codeOf } from "../../nn/layers/codes";
import type { TensorName } from "../../nn/layers/layer-code";
import { kindOf, type Layer } from "../../nn/layers/kinds";
import { layerShapes, type LayerShape, stateName } from "../../nn/network";
import { type Shape, sizeOf } from "../../nn/shape";
import { channelByChannel } from "../axes";
import { fromPyTorch } from "../pytorch-tensors";
import type { Tensor } from "../tensor";
import { modulesOf } from "./from-shapes";
import { flat, type LayerReading } from "./network-reading";

/**
 * Tensors of a file, by the names that its framework gives them. Those of ONNX have PyTorch's names and stand in the order of the graph; `lab`
 * is a file of the lab's own, with its names.
 */
export interface ForeignWeights {
  readonly framework: "pytorch" | "keras" | "onnx" | "lab";
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Of ONNX: modules whose rows were pictures with their channels last, as in the lab. */
  readonly channelsLast?: ReadonlySet<string>;
}

const isChannelsFirst = ({ framework, channelsLast }: ForeignWeights, module: string) =>
  framework === "pytorch" || (framework === "onnx" && !channelsLast?.has(module));

/**
 * The weights as the lab has them, by its own names.
 * @param read the network whose weights they are
 * @param input the shape of a sample as the network takes it
 * @param image of the data, whose rows PyTorch numbers channel by channel
 * @throws LabError `readTensorMissing`, `readTensorShape`
 */
export function weightsOf(
  read: readonly LayerReading[],
  input: Shape,
  image: readonly [number, number, number] | undefined,
  weights: ForeignWeights,
): Record<string, Tensor> {
  const layers = read.map(({ layer }) => layer);
  const readings = flat(read);
  const shapes = layerShapes(layers, input);
  const holders = shapes.filter(({ state }) => state.length > 0);
  if (weights.framework === "lab") return ownWeights(holders, weights);
  const modules = modulesFor(
    holders.map((shape) => readings[shapes.indexOf(shape)]!),
    weights,
  );
  const orders = ordersOf(shapes, input.length === 1 ? image : undefined);
  return Object.fromEntries(
    holders.flatMap((shape, index) => {
      const module = modules[index]!;
      const order = isChannelsFirst(weights, module) ? orders.get(shape) : undefined;
      return shape.state.map(({ name, shape: wanted }) => [
        stateName(shape.place, name),
        tensorOf(shape.layer, name, wanted, module, weights, order),
      ]);
    }),
  );
}

function tensorOf(
  layer: Layer,
  name: string,
  wanted: readonly number[],
  module: string,
  { framework, tensors }: ForeignWeights,
  order: readonly number[] | undefined,
): Tensor {
  const names = codeOf(layer).tensors ?? [];
  const table = names.find(({ lab }) => lab === name)!;
  const foreign = framework === "keras" ? `${module}/${names.indexOf(table)}` : `${module}.${table.pytorch}`;
  const found = tensors.get(foreign);
  if (!found) {
    const start = missing(table);
    if (start === null) throw new LabError("readTensorMissing", { tensor: foreign.slice(0, 100) });
    return { shape: wanted, values: new Float32Array(sizeOf(wanted)).fill(start) };
  }
  return ofShape(foreign, framework === "keras" ? found : fromPyTorch(found, table, order), wanted);
}

function ofShape(name: string, tensor: Tensor, wanted: readonly number[]): Tensor {
  if (tensor.shape.join() === wanted.join()) return tensor;
  throw new LabError("readTensorShape", {
    tensor: name.slice(0, 100),
    found: tensor.shape.join(" × "),
    expected: wanted.join(" × "),
  });
}

function ownWeights(holders: readonly LayerShape[], { tensors }: ForeignWeights): Record<string, Tensor> {
  const entries = holders.flatMap(({ place, state }) =>
    state.map(({ name, shape }): [string, Tensor] => {
      const fullName = stateName(place, name);
      const found = tensors.get(fullName);
      if (!found) throw new LabError("readTensorMissing", { tensor: fullName });
      return [fullName, ofShape(fullName, found, shape)];
    }),
  );
  return Object.fromEntries(entries);
}

/** What stands in for a tensor that a layer may lack: no bias, no scale of its own. Null for what it must have. */
function missing({ lab }: TensorName): number | null {
  return lab === "bias" || lab === "shift" ? 0 : lab === "scale" ? 1 : null;
}

/** The module of each layer with weights: by the names that the code gives them, else in their order in the file. */
function modulesFor(holders: readonly LayerReading[], { framework, tensors }: ForeignWeights): string[] {
  if (framework === "keras") return kerasModules(holders);
  const named = holders.map(({ path }) => path);
  if (named.every((path) => path !== undefined && tensors.has(`${path}.weight`))) return named as string[];
  const modules = framework === "onnx" ? inGraph(tensors.keys()) : modulesOf(tensors.keys());
  const inFile = modules.filter((path) => tensors.has(`${path}.weight`));
  if (inFile.length !== holders.length)
    throw new LabError("readTensorCount", { found: inFile.length, expected: holders.length });
  return inFile;
}

const inGraph = (names: Iterable<string>) => [
  ...new Set([...names].map((name) => name.replace(/\.[^.]*$/, ""))),
];

/** Keras names the layers of a file by their classes, and numbers those of one class: `dense`, `dense_1`. */
function kerasModules(holders: readonly LayerReading[]): string[] {
  const counts = new Map<string, number>();
  return holders.map(({ module = "" }) => {
    const name = module
      .replace(/\W+/g, "")
      .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
      .replace(/([a-z])([A-Z])/g, "$1_$2")
      .toLowerCase();
    const before = counts.get(name) ?? 0;
    counts.set(name, before + 1);
    return `layers/${name}${before === 0 ? "" : `_${before}`}/vars`;
  });
}

/**
 * For layers whose row of inputs is a flattened picture: the order in which PyTorch numbers its values.
 * @param image of data whose rows go in as they are
 */
function ordersOf(
  shapes: readonly LayerShape[],
  image: readonly [number, number, number] | undefined,
): Map<LayerShape, readonly number[]> {
  const orders = new Map<LayerShape, readonly number[]>();
  let order = image && image[2] > 1 ? channelByChannel(image) : undefined;
  for (const shape of shapes) {
    const { layer, input } = shape;
    const kind = kindOf(layer);
    if (input.length === 3 && (kind.flattens || layer.type === "flatten"))
      order = channelByChannel(input as unknown as [number, number, number]);
    if (order && shape.output.length === 3) order = undefined;
    if (order && input.length === 1) orders.set(shape, order);
    if (order && kind.flattens && input.length === 3) orders.set(shape, order);
    // What comes out of a layer with a kernel of its own is in no order of a picture.
    if (kind.flattens || layer.type === "globalAveragePool2d") order = undefined;
  }
  return orders;
}
