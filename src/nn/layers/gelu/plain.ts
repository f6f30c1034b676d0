import type { Tensor, Tensorflow } from "../../../tensor/tensorflow";
import { plainActivation } from "../plain-layer";
import { gelu } from "./layer";

/** x · Φ(x) with the exact normal distribution (Hendrycks and Gimpel 2016), not its tanh form; f' = Φ(x) + x · φ(x) */
export const geluPlain = plainActivation(gelu, {
  output: (tf, x) => tf.mul(x, normalDistribution(tf, x)),
  pullBack: (tf, gradient, { x }) => {
    const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return tf.mul(gradient, tf.add(normalDistribution(tf, x), tf.mul(x, density)));
  },
});

/** Φ(x) = (1 + erf(x / sqrt(2))) / 2 */
function normalDistribution(tf: Tensorflow, x: Tensor): Tensor {
  return tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
}
