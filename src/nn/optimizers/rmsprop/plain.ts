import type { Tensor1D } from "../../../tensor/tensorflow";
import { type PlainOptimizer, runningMean } from "../plain-optimizer";
import type { RmsProp } from "./optimizer";

/** ResourceApplyRMSProp: s ← decay·s + (1 - decay)·g²; m ← momentum·m + rate·g / sqrt(s + epsilon); w ← w - m. */
export const rmsprop: PlainOptimizer<RmsProp> = (
  tf,
  { weights, slots },
  gradient,
  { learningRate, decay, momentum, epsilon },
) => {
  const square = runningMean(tf, slots[0]!, tf.square(gradient), decay);
  const scaled = tf.mul(tf.div(gradient, tf.sqrt(tf.add(square, epsilon))), learningRate);
  const moved = tf.add<Tensor1D>(tf.mul(slots[1]!, momentum), scaled);
  return { weights: tf.sub(weights, moved), slots: [square, moved] };
};
