import type { Dataset } from "../data/dataset";
import { RandomStream } from "../random/random";

/** The samples of one training step. */
export interface StepBatch {
  /** The epoch of the step, from 1. */
  readonly epoch: number;
  /** The minibatch's place in its epoch, from 0. */
  readonly batch: number;
  /** Minibatches in an epoch. */
  readonly batches: number;
  /** The training rows of the minibatch, in its order. */
  readonly samples: Int32Array;
}

/** The minibatch of a training step, which is a function of the seed and the step. @param step from 0 */
export function batchOfStep(rows: number, batchSize: number, seed: number, step: number): StepBatch {
  const batches = Math.ceil(rows / batchSize);
  const epoch = Math.floor(step / batches) + 1;
  const batch = step % batches;
  const order = new RandomStream(seed, "shuffle", { step: epoch }).permutation(rows);
  return { epoch, batch, batches, samples: order.slice(batch * batchSize, (batch + 1) * batchSize) };
}

/** Where an epoch trains a sample: the step, from 0, and the place in its minibatch. @param epoch from 1 */
export function placeOfSample(
  rows: number,
  batchSize: number,
  seed: number,
  epoch: number,
  sample: number,
): { step: number; row: number } {
  const order = new RandomStream(seed, "shuffle", { step: epoch }).permutation(rows);
  const place = order.indexOf(sample);
  const batches = Math.ceil(rows / batchSize);
  return { step: (epoch - 1) * batches + Math.floor(place / batchSize), row: place % batchSize };
}

/** The inputs of these training rows, one after another. */
export function inputsOf({ train, features }: Dataset, samples: Int32Array): Float32Array {
  const inputs = new Float32Array(samples.length * features);
  samples.forEach((sample, row) => {
    inputs.set(train.inputs.subarray(sample * features, (sample + 1) * features), row * features);
  });
  return inputs;
}
