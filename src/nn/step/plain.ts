import type { Tensor, Tensor1D, Tensor2D, Tensorflow } from "../../tensor/tensorflow";
import { axesOfUnit, clipEpsilon, renormEpsilon, type StepSettings } from "./settings";

/**
 * The gradient at the outputs [rows, units] of the cross entropy with smoothed targets, and with each sample times the weight of its
 * class: softmax(outputs) - (1 - s)·one-hot - s/units, given that without smoothing.
 * @param targets one-hot
 * @param classWeights [units]
 */
export function ofTargets(
  tf: Tensorflow,
  gradient: Tensor2D,
  targets: Tensor2D,
  { labelSmoothing: share = 0 }: StepSettings,
  classWeights: Tensor1D | undefined,
): Tensor2D {
  const [rows, units] = gradient.shape;
  const smoothed =
    share === 0 ? gradient : tf.add<Tensor2D>(gradient, tf.mul(tf.sub(targets, 1 / units), share / rows));
  if (!classWeights) return smoothed;
  return tf.mul(smoothed, tf.sum(tf.mul(targets, classWeights), 1, true));
}

/** The gradient, times clipNorm / norm if its norm is above: PyTorch's clip_grad_norm_. */
export function clipped(tf: Tensorflow, gradient: Tensor1D, { clipNorm = 0 }: StepSettings): Tensor1D {
  if (clipNorm === 0) return gradient;
  const norm = tf.sqrt(tf.sum(tf.square(gradient)));
  return tf.mul(gradient, tf.minimum(tf.div(clipNorm, tf.add(norm, clipEpsilon)), 1));
}

/** A kernel, in which the weights into each unit are scaled down to a norm of `maxNorm`: PyTorch's renorm. */
export function constrained(tf: Tensorflow, kernel: Tensor, maxNorm: number): Tensor {
  const norms = tf.sqrt(tf.sum(tf.square(kernel), axesOfUnit(kernel.shape), true));
  return tf.mul(kernel, tf.minimum(tf.div(maxNorm, tf.add(norms, renormEpsilon)), 1));
}
