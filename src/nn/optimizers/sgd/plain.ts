import type { Tensor1D } from "../../../tensor/tensorflow";
import type { PlainOptimizer } from "../plain-optimizer";
import type { Sgd } from "./optimizer";

/** ResourceApplyMomentum: a ← momentum·a + g; w ← w - rate·a, or with Nesterov w - rate·(g + momentum·a). */
export const sgd: PlainOptimizer<Sgd> = (
  tf,
  { weights, slots },
  gradient,
  { learningRate, momentum, nesterov },
) => {
  const moved = tf.add<Tensor1D>(tf.mul(slots[0]!, momentum), gradient);
  const direction = nesterov ? tf.add(gradient, tf.mul(moved, momentum)) : moved;
  return { weights: tf.sub(weights, tf.mul(direction, learningRate)), slots: [moved] };
};
