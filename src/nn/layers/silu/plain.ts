import { plainActivation } from "../plain-layer";
import { silu } from "./layer";

/** x · sigmoid(x) (Elfwing et al. 2018); f' = s + y · (1 - s) with s = sigmoid(x) */
export const siluPlain = plainActivation(silu, {
  output: (tf, x) => tf.mul(x, tf.sigmoid(x)),
  pullBack: (tf, gradient, { x, y }) => {
    const s = tf.sigmoid(x);
    return tf.mul(gradient, tf.add(s, tf.mul(y, tf.sub(1, s))));
  },
});
