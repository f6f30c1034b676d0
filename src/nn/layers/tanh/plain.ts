import { plainActivation } from "../plain-layer";
import { tanh } from "./layer";

/** f' = 1 - y² */
export const tanhPlain = plainActivation(tanh, {
  output: (tf, x) => tf.tanh(x),
  pullBack: (tf, gradient, { y }) => tf.mul(gradient, tf.sub(1, tf.square(y))),
});
