import type { Loss } from "../experiment/schema";
import type { Tensor1D, Tensor2D, Tensorflow } from "../tensor/tensorflow";

/** A loss at the network's outputs. */
export interface LossValue {
  /** [rows] */
  readonly perSample: Tensor1D;
  /** d(mean of perSample)/d(outputs), [rows, outputs]; only needed for training. */
  gradient(): Tensor2D;
}

/** Outputs and targets are [rows, outputs]; the targets of a classification are one-hot. */
type LossRule = (tf: Tensorflow, outputs: Tensor2D, targets: Tensor2D) => LossValue;

export const losses: Record<Loss, LossRule> = {
  /** -ln softmax(outputs)[class], from outputs shifted to a maximum of 0 so that no exponential overflows. */
  softmaxCrossEntropy(tf, outputs, targets) {
    const shifted = tf.sub(outputs, tf.max(outputs, 1, true));
    const exponentials = tf.exp(shifted);
    const sums = tf.sum<Tensor2D>(exponentials, 1, true);
    return {
      perSample: tf.sum<Tensor1D>(tf.mul(tf.sub(tf.log(sums), shifted), targets), 1),
      gradient: () => tf.div(tf.sub(tf.div(exponentials, sums), targets), outputs.shape[0]),
    };
  },

  /** Mean over the outputs of (output - target)², as in Keras and PyTorch. */
  meanSquaredError(tf, outputs, targets) {
    const errors = tf.sub(outputs, targets);
    return {
      perSample: tf.mean<Tensor1D>(tf.square(errors), 1),
      gradient: () => tf.mul(errors, 2 / outputs.size),
    };
  },
};
