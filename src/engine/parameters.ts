import type { Layer } from "../experiment/schema";
import type { DenseWeights } from "./engine";
import { initializers } from "./initializers";
import { RandomStream } from "../random/random";
import type { Rank, Tensor1D, Tensor2D, Tensorflow } from "../tensor/tensorflow";

/**
 * One vector holds all trainable values of a network: of each dense layer the kernel, row-major, then the bias.
 * Optimizers use the vector, layers its parts.
 */

/** One dense layer, by its place in the document's `layers`. */
export interface DenseShape {
  readonly layer: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** The kernel [inputs, outputs] and bias [outputs] of a dense layer, or their gradients. */
export type DenseTensors = {
  readonly kernel: Tensor2D;
  readonly bias: Tensor1D;
};

/** The network's dense layers, first to last, for rows of `features` inputs. */
export function denseShapes(layers: readonly Layer[], features: number): DenseShape[] {
  const shapes: DenseShape[] = [];
  let inputs = features;
  layers.forEach((layer, place) => {
    if (layer.type !== "dense") return;
    shapes.push({ layer: place, inputs, outputs: layer.units });
    inputs = layer.units;
  });
  return shapes;
}

export function vectorLength(layers: readonly Layer[], features: number): number {
  return denseShapes(layers, features).reduce((sum, { inputs, outputs }) => sum + (inputs + 1) * outputs, 0);
}

/** The vector before training: a function of the seed and of each dense layer's shape, initialiser and ordinal. */
export function initialVector(layers: readonly Layer[], features: number, seed: number): Float32Array {
  const vector = new Float32Array(vectorLength(layers, features));
  let filled = 0;
  denseShapes(layers, features).forEach(({ layer, inputs, outputs }, ordinal) => {
    const dense = layers[layer]!;
    if (dense.type !== "dense") return;
    const { kernel, drawsBias } = initializers[dense.initializer];
    const draw = kernel(new RandomStream(seed, "initialWeights", { layer: ordinal }), inputs, outputs);
    const drawn = filled + (drawsBias ? inputs + 1 : inputs) * outputs;
    for (let place = filled; place < drawn; place++) vector[place] = draw();
    filled += (inputs + 1) * outputs;
  });
  return vector;
}

/** The vector's parts as tensors. */
export function splitVector(tf: Tensorflow, vector: Tensor1D, shapes: readonly DenseShape[]): DenseTensors[] {
  const parts = tf.split<Tensor1D>(
    vector,
    shapes.flatMap(({ inputs, outputs }) => [inputs * outputs, outputs]),
  );
  return shapes.map(({ inputs, outputs }, ordinal) => ({
    kernel: tf.reshape(parts[2 * ordinal]!, [inputs, outputs]),
    bias: parts[2 * ordinal + 1]!,
  }));
}

/** The inverse of `splitVector`. */
export function joinVector(tf: Tensorflow, dense: readonly DenseTensors[]): Tensor1D {
  return tf.concat1d(dense.flatMap(({ kernel, bias }) => [tf.reshape<Rank.R1>(kernel, [-1]), bias]));
}

/** The vector's values by layer. */
export function weightsOf(vector: Float32Array, shapes: readonly DenseShape[]): DenseWeights[] {
  let taken = 0;
  const take = (length: number) => vector.slice(taken, (taken += length));
  return shapes.map((shape) => ({
    ...shape,
    kernel: take(shape.inputs * shape.outputs),
    bias: take(shape.outputs),
  }));
}
