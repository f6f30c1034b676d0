import { plainActivation } from "../plain-layer";
import { sigmoid } from "./layer";

/** 1 / (1 + e^-x); f' = y · (1 - y) */
export const sigmoidPlain = plainActivation(sigmoid, {
  output: (tf, x) => tf.sigmoid(x),
  pullBack: (tf, gradient, { y }) => tf.mul(gradient, tf.mul(y, tf.sub(1, y))),
});
