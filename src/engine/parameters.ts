import { kindOf, type Layer } from "../nn/layers/kinds";
import { buffersIn, inOrder, layerShapes, type NetworkTensor, parametersIn, stateOf } from "../nn/network";
import { sizeOf, type Shape } from "../nn/shape";
import { RandomStream } from "../random/random";
import type { Rank, Tensor, Tensor1D, Tensorflow } from "../tensor/tensorflow";
import type { NamedValues, StateVectors } from "./engine";

/** A layer's tensors, or their gradients, by name. */
export type NamedTensors = Readonly<Record<string, Tensor>>;

export function vectorLength(tensors: readonly NetworkTensor[]): number {
  return tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

const vectorOf = ({ trainable }: NetworkTensor) => (trainable ? "weights" : "buffers");

/** The state before training: a function of the seed and of each layer's shape, initialiser and ordinal. */
export function initialState(layers: readonly Layer[], input: Shape, seed: number): StateVectors {
  let drawnBefore = 0;
  const random = () => new RandomStream(seed, "initialWeights", { layer: drawnBefore++ });
  const draws = layerShapes(layers, input).map(({ layer, input: before, shortcut }) =>
    kindOf(layer).initialValues?.(layer, before, random, shortcut),
  );
  const tensors = stateOf(layers, input);
  const vectors = {
    weights: new Float32Array(vectorLength(parametersIn(tensors))),
    buffers: new Float32Array(vectorLength(buffersIn(tensors))),
  };
  const filled = { weights: 0, buffers: 0 };
  for (const tensor of tensors) {
    const draw = draws[tensor.layer]![tensor.name]!;
    const part = partOf(vectors, filled, tensor);
    for (let index = 0; index < part.length; index++) part[index] = draw();
  }
  return vectors;
}

/** The vectors of a state that is known by its tensors. */
export function joinedState(
  tensors: readonly NetworkTensor[],
  values: (name: string) => Float32Array,
): StateVectors {
  const vectors = {
    weights: new Float32Array(vectorLength(parametersIn(tensors))),
    buffers: new Float32Array(vectorLength(buffersIn(tensors))),
  };
  const filled = { weights: 0, buffers: 0 };
  for (const tensor of tensors) partOf(vectors, filled, tensor).set(values(tensor.fullName));
  return vectors;
}

/** The tensor's part of its vector, and moves on to the next. */
function partOf(
  vectors: StateVectors,
  taken: Record<keyof StateVectors, number>,
  tensor: NetworkTensor,
): Float32Array {
  const name = vectorOf(tensor);
  const from = taken[name];
  taken[name] += sizeOf(tensor.shape);
  return vectors[name].subarray(from, taken[name]);
}

/** The vector's parts as tensors, layer by layer in order. */
export function splitVector(
  tf: Tensorflow,
  vector: Tensor1D,
  layers: readonly Layer[],
  tensors: readonly NetworkTensor[],
): NamedTensors[] {
  const byLayer: Record<string, Tensor>[] = inOrder(layers).map(() => ({}));
  if (tensors.length === 0) return byLayer;
  const parts = tf.split<Tensor1D>(
    vector,
    tensors.map(({ shape }) => sizeOf(shape)),
  );
  tensors.forEach(({ layer, name, shape }, index) => {
    byLayer[layer]![name] = shape.length === 1 ? parts[index]! : tf.reshape(parts[index]!, [...shape]);
  });
  return byLayer;
}

/** The inverse of `splitVector`. */
export function joinVector(
  tf: Tensorflow,
  byLayer: readonly NamedTensors[],
  tensors: readonly NetworkTensor[],
): Tensor1D {
  if (tensors.length === 0) return tf.tensor1d([]);
  return tf.concat1d(
    tensors.map(({ layer, name }) => {
      const tensor = byLayer[layer]![name]!;
      return tensor.rank === 1 ? (tensor as Tensor1D) : tf.reshape<Rank.R1>(tensor, [-1]);
    }),
  );
}

/** The state by name: parts of the vectors, not copies. */
export function valuesOf(vectors: StateVectors, tensors: readonly NetworkTensor[]): NamedValues[] {
  const taken = { weights: 0, buffers: 0 };
  return tensors.map((tensor) => ({
    name: tensor.fullName,
    shape: tensor.shape,
    values: partOf(vectors, taken, tensor),
  }));
}
