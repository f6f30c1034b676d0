import { plainActivation } from "../plain-layer";
import { softplus } from "./layer";

/** ln(1 + e^x); f' = sigmoid(x) */
export const softplusPlain = plainActivation(softplus, {
  output: (tf, x) => tf.softplus(x),
  pullBack: (tf, gradient, { x }) => tf.mul(gradient, tf.sigmoid(x)),
});
