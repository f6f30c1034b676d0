import { plainActivation } from "../plain-layer";
import { selu } from "./layer";

/** SELU's constants (Klambauer et al. 2017): with them mean 0 and variance 1 are a fixed point. */
const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;

/** scale · elu(x) with an alpha of its own (Klambauer et al. 2017). */
export const seluPlain = plainActivation(selu, {
  output: (tf, x) => tf.selu(x),
  pullBack: (tf, gradient, { y }) =>
    tf.mul(
      gradient,
      tf.where(tf.greater(y, 0), tf.fill(y.shape, seluScale), tf.add(y, seluScale * seluAlpha)),
    ),
});
