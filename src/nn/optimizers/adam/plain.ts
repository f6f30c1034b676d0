import type { Tensor1D } from "../../../tensor/tensorflow";
import { type PlainOptimizer, runningMean } from "../plain-optimizer";
import type { Adam } from "./optimizer";

/**
 * ResourceApplyAdam: m, v ← running means of g and g²; w ← w - rate·sqrt(1 - beta2ᵗ)/(1 - beta1ᵗ) · m / (sqrt(v) + epsilon).
 */
export const adam: PlainOptimizer<Omit<Adam, "type">> = (
  tf,
  { weights, slots },
  gradient,
  settings,
  step,
) => {
  const { learningRate, beta1, beta2, epsilon } = settings;
  const mean = runningMean(tf, slots[0]!, gradient, beta1);
  const square = runningMean(tf, slots[1]!, tf.square(gradient), beta2);
  const rate = (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
  const change = tf.div<Tensor1D>(tf.mul(mean, rate), tf.add(tf.sqrt(square), epsilon));
  return { weights: tf.sub(weights, change), slots: [mean, square] };
};
