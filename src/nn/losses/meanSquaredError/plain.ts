import type { Tensor1D } from "../../../tensor/tensorflow";
import type { PlainLoss } from "../plain-loss";

export const meanSquaredError: PlainLoss = (tf, outputs, targets) => {
  const errors = tf.sub(outputs, targets);
  return {
    perSample: tf.mean<Tensor1D>(tf.square(errors), 1),
    gradient: () => tf.mul(errors, 2 / outputs.size),
  };
};
