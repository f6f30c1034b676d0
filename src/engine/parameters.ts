import { kindOf, type Layer } from "../nn/layers/kinds";
import { layerShapes, type NetworkTensor, stateOf } from "../nn/network";
import { sizeOf, type Shape } from "../nn/shape";
import { RandomStream } from "../random/random";
import type { Rank, Tensor, Tensor1D, Tensorflow } from "../tensor/tensorflow";
import type { NamedValues } from "./engine";

/**
 * One vector holds all parameters of a network, in the order of its state (nn/network.ts). Optimizers use the vector,
 * layers its parts.
 */

/** A layer's tensors, or their gradients, by name. */
export type NamedTensors = Readonly<Record<string, Tensor>>;

export function vectorLength(tensors: readonly NetworkTensor[]): number {
  return tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** The vector before training: a function of the seed and of each layer's shape, initialiser and ordinal. */
export function initialVector(layers: readonly Layer[], input: Shape, seed: number): Float32Array {
  let drawnBefore = 0;
  const random = () => new RandomStream(seed, "initialWeights", { layer: drawnBefore++ });
  const shapes = layerShapes(layers, input);
  const vector = new Float32Array(vectorLength(stateOf(layers, input)));
  let filled = 0;
  shapes.forEach(({ input: before, state }, place) => {
    const layer = layers[place]!;
    const next = kindOf(layer).initialValues?.(layer, before, random);
    for (const { name, shape } of state) {
      const draw = next![name]!;
      for (const end = filled + sizeOf(shape); filled < end; filled++) vector[filled] = draw();
    }
  });
  return vector;
}

/** The vector's parts as tensors, layer by layer. */
export function splitVector(
  tf: Tensorflow,
  vector: Tensor1D,
  layers: readonly Layer[],
  tensors: readonly NetworkTensor[],
): NamedTensors[] {
  const parts = tf.split<Tensor1D>(
    vector,
    tensors.map(({ shape }) => sizeOf(shape)),
  );
  const byLayer: Record<string, Tensor>[] = layers.map(() => ({}));
  tensors.forEach(({ layer, name, shape }, place) => {
    byLayer[layer]![name] = shape.length === 1 ? parts[place]! : tf.reshape(parts[place]!, [...shape]);
  });
  return byLayer;
}

/** The inverse of `splitVector`. */
export function joinVector(
  tf: Tensorflow,
  byLayer: readonly NamedTensors[],
  tensors: readonly NetworkTensor[],
): Tensor1D {
  return tf.concat1d(
    tensors.map(({ layer, name }) => {
      const tensor = byLayer[layer]![name]!;
      return tensor.rank === 1 ? (tensor as Tensor1D) : tf.reshape<Rank.R1>(tensor, [-1]);
    }),
  );
}

/** The vector's values by name. */
export function valuesOf(vector: Float32Array, tensors: readonly NetworkTensor[]): NamedValues[] {
  let taken = 0;
  return tensors.map(({ fullName, shape }) => ({
    name: fullName,
    shape,
    values: vector.slice(taken, (taken += sizeOf(shape))),
  }));
}
