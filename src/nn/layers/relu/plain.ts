import { plainActivation } from "../plain-layer";
import { relu } from "./layer";

/** max(0, x) */
export const reluPlain = plainActivation(relu, {
  output: (tf, x) => tf.relu(x),
  pullBack: (tf, gradient, { y }) => tf.mul(gradient, tf.sign(y)),
});
