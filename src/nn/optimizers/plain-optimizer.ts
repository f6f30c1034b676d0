import type { Tensor1D, Tensorflow } from "../../tensor/tensorflow";

/** An optimizer's values: one vector of all the network's parameters, and its own vectors of the same length. */
export type OptimizerState = {
  readonly weights: Tensor1D;
  /** In the order of the kind's names. */
  readonly slots: Tensor1D[];
};

/**
 * The state after step number `step`, counted from 1; `gradient` is dE/dweights. Update rules are in the form that
 * TensorFlow's ResourceApply… kernels and Keras 3 compute. All are elementwise, so one vector of all parameters needs a
 * handful of ops; separate tensors for each kernel and bias would need a hundred.
 */
export type PlainOptimizer<Settings> = (
  tf: Tensorflow,
  state: OptimizerState,
  gradient: Tensor1D,
  settings: Settings,
  step: number,
) => OptimizerState;

export function runningMean(tf: Tensorflow, mean: Tensor1D, value: Tensor1D, decay: number): Tensor1D {
  return tf.add(mean, tf.mul(tf.sub(value, mean), 1 - decay));
}
