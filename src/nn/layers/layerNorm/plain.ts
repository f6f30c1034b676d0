import type { Tensor } from "../../../tensor/tensorflow";
import { plainLayer } from "../plain-layer";
import { layerNorm } from "./layer";

/**
 * y = scale · n + shift, where n = (x - mean) / d and d = sqrt(variance + epsilon), both over the last axis. With g = scale · dE/dy:
 * dE/dx = (g - mean(g) - n · mean(g · n)) / d, because mean and variance depend on x too (Ba, Kiros and Hinton 2016).
 * dE/dscale = Σ dE/dy · n and dE/dshift = Σ dE/dy, over everything but the last axis.
 */
export const layerNormPlain = plainLayer(layerNorm, ({ tf, layer: { epsilon }, inputs, state }) => {
  const scale = state["scale"]!;
  const meanOf = (x: Tensor) => tf.mean(x, -1, true);
  const centred = tf.sub(inputs, meanOf(inputs));
  const perDeviation = tf.rsqrt(tf.add(meanOf(tf.square(centred)), epsilon));
  const normal = tf.mul(centred, perDeviation);
  const allButLast = inputs.shape.slice(0, -1).map((_, axis) => axis);
  return {
    outputs: tf.add(tf.mul(normal, scale), state["shift"]!),
    toInputs(gradient) {
      const scaled = tf.mul(gradient, scale);
      const along = tf.mul(normal, meanOf(tf.mul(scaled, normal)));
      return tf.mul(tf.sub(tf.sub(scaled, meanOf(scaled)), along), perDeviation);
    },
    toParameters: (gradient) => ({
      scale: tf.sum(tf.mul(gradient, normal), allButLast),
      shift: tf.sum(gradient, allButLast),
    }),
  };
});
