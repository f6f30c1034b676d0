import type { Tensor } from "../../../tensor/tensorflow";
import { plainLayer } from "../plain-layer";
import { batchNorm } from "./layer";

/**
 * y = scale · n + shift, where n = (x - mean) / d and d = sqrt(variance + epsilon), both over all m values of a channel in the
 * batch. With g = dE/dy: dE/dx = scale · (g - mean(g) - n · mean(g · n)) / d, because mean and variance depend on x too (Ioffe and
 * Szegedy 2015), dE/dscale = Σ g · n and dE/dshift = Σ g. In mode `eval` the running statistics are constants: dE/dx = scale · g / d.
 * Training moves the running mean to (1 - momentum) · itself + momentum · mean, and the running variance likewise by
 * variance · m / (m - 1), the unbiased one, as PyTorch does. Of one value there is none: then variance · 1.
 */
export const batchNormPlain = plainLayer(batchNorm, ({ tf, layer, inputs, mode, state }) => {
  const { momentum, epsilon } = layer;
  const allButLast = inputs.shape.slice(0, -1).map((_, axis) => axis);
  const meanOf = (x: Tensor) => tf.mean(x, allButLast);
  const isRunning = mode === "eval";
  const mean = isRunning ? state["runningMean"]! : meanOf(inputs);
  const centred = tf.sub(inputs, mean);
  const variance = isRunning ? state["runningVariance"]! : meanOf(tf.square(centred));
  const perDeviation = tf.rsqrt(tf.add(variance, epsilon));
  const normal = tf.mul(centred, perDeviation);
  const scale = state["scale"]!;
  const moved = (before: Tensor, batch: Tensor, factor = 1) =>
    tf.add(tf.mul(before, 1 - momentum), tf.mul(batch, momentum * factor));
  const values = inputs.size / mean.size;
  return {
    outputs: tf.add(tf.mul(normal, scale), state["shift"]!),
    toInputs(gradient) {
      const factor = tf.mul(scale, perDeviation);
      if (isRunning) return tf.mul(gradient, factor);
      const along = tf.mul(normal, meanOf(tf.mul(gradient, normal)));
      return tf.mul(tf.sub(tf.sub(gradient, meanOf(gradient)), along), factor);
    },
    toParameters: (gradient) => ({
      scale: tf.sum(tf.mul(gradient, normal), allButLast),
      shift: tf.sum(gradient, allButLast),
    }),
    ...(mode === "train" && {
      buffers: {
        runningMean: moved(state["runningMean"]!, mean),
        runningVariance: moved(state["runningVariance"]!, variance, values / Math.max(1, values - 1)),
      },
    }),
  };
});
