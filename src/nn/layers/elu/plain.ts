import { plainActivation } from "../plain-layer";
import { elu } from "./layer";

/** x, or alpha · (e^x - 1) below 0 (Clevert et al. 2016). */
export const eluPlain = plainActivation(elu, {
  output: (tf, x, { alpha }) =>
    alpha === 1 ? tf.elu(x) : tf.where(tf.greater(x, 0), x, tf.mul(tf.elu(x), alpha)),
  pullBack: (tf, gradient, { y }, { alpha }) =>
    tf.where(tf.greater(y, 0), gradient, tf.mul(gradient, tf.add(y, alpha))),
});
