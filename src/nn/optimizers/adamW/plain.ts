import type { Tensor1D } from "../../../tensor/tensorflow";
import { adam } from "../adam/plain";
import type { PlainOptimizer } from "../plain-optimizer";
import type { AdamW } from "./optimizer";

/** As PyTorch and Keras: w ← w · (1 - rate·decay), then Adam's step. */
export const adamW: PlainOptimizer<AdamW> = (tf, { weights, slots }, gradient, settings, step) => {
  const decayed = tf.mul<Tensor1D>(weights, 1 - settings.learningRate * settings.weightDecay);
  return adam(tf, { weights: decayed, slots }, gradient, settings, step);
};
