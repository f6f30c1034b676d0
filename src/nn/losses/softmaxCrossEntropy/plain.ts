import type { Tensor1D, Tensor2D } from "../../../tensor/tensorflow";
import type { PlainLoss } from "../plain-loss";

/** -ln softmax(outputs)[class], from outputs shifted to a maximum of 0 so that no exponential overflows. */
export const softmaxCrossEntropy: PlainLoss = (tf, outputs, targets) => {
  const shifted = tf.sub(outputs, tf.max(outputs, 1, true));
  const exponentials = tf.exp(shifted);
  const sums = tf.sum<Tensor2D>(exponentials, 1, true);
  return {
    perSample: tf.sum<Tensor1D>(tf.mul(tf.sub(tf.log(sums), shifted), targets), 1),
    gradient: () => tf.div(tf.sub(tf.div(exponentials, sums), targets), outputs.shape[0]),
  };
};
