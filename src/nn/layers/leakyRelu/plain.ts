import { plainActivation } from "../plain-layer";
import { leakyRelu } from "./layer";

/** x, or slope · x below 0 (Maas et al. 2013). */
export const leakyReluPlain = plainActivation(leakyRelu, {
  output: (tf, x, { slope }) => tf.leakyRelu(x, slope),
  pullBack: (tf, gradient, { x }, { slope }) => tf.where(tf.greater(x, 0), gradient, tf.mul(gradient, slope)),
});
