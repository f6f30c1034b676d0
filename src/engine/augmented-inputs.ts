import { augmented } from "../nn/augmentation/plain";
import type { Augmentation } from "../nn/augmentation/settings";
import { augmentationWords } from "../nn/augmentation/words";
import type { Tensor, Tensorflow } from "../tensor/tensorflow";

/** Inputs [rows, ...shape] of a training step, as a run trains on them. @param step of the run, from 0 */
export function augmentedInputs(
  tf: Tensorflow,
  augmentation: Augmentation,
  inputs: Tensor,
  seed: number,
  step: number,
): Tensor {
  return augmented(tf, augmentation, inputs, augmentationWords(seed, step));
}
