import type { Tensor4D } from "../../../tensor/tensorflow";
import { plainLayer } from "../plain-layer";
import { paddingsOf } from "../windows";
import { conv2d, windowOf } from "./layer";

/**
 * y[r, c, o] = bias[o] + Σ x[r·s + i, c·s + j, n] · kernel[i, j, n, o], s being the stride. dE/dx is the transposed convolution of dE/dy.
 * dE/dkernel[i, j, n, o] = Σ x[r·s + i, c·s + j, n] · dE/dy[r, c, o] over samples and places: a convolution too, of x with dE/dy as its kernel,
 * spread by the stride. Written so because tfjs has no Conv2DBackpropFilter on wasm.
 */
export const conv2dPlain = plainLayer(conv2d, ({ tf, layer, inputs, state }) => {
  const x = inputs as Tensor4D;
  const kernel = state["kernel"] as Tensor4D;
  const { stride, padding } = layer;
  return {
    outputs: tf.add(tf.conv2d(x, kernel, stride, padding), state["bias"]!),
    toInputs: (gradient) => tf.conv2dTranspose(gradient as Tensor4D, kernel, x.shape, stride, padding),
    toParameters(gradient) {
      const [rows, columns] = paddingsOf(x.shape.slice(1), windowOf(layer));
      const padded = tf.pad(x, [[0, 0], rows!, columns!, [0, 0]]);
      // Channels take the place of samples, samples that of channels.
      const channels = tf.transpose(padded, [3, 1, 2, 0]);
      const spread = tf.transpose(gradient as Tensor4D, [1, 2, 0, 3]);
      const sums = tf.conv2d(channels, spread, 1, "valid", "NHWC", stride);
      const [height, width, inChannels, filters] = kernel.shape;
      // Pixels that no window reaches give sums of their own at the end.
      const ofWindow = tf.slice(sums, 0, [inChannels, height, width, filters]);
      return {
        kernel: tf.transpose(ofWindow, [1, 2, 0, 3]),
        bias: tf.sum(gradient, [0, 1, 2]),
      };
    },
  };
});
