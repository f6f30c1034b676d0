import type { Tensor4D } from "../../../tensor/tensorflow";
import { plainLayer } from "../plain-layer";
import { channelsApart, channelsTogether } from "../plain-windows";
import { windowOf } from "../pool";
import { paddingsOf } from "../windows";
import { maxPool2d } from "./layer";

/** Less than any value; infinity times 0 would be no number. */
const nothing = -3e38;

/**
 * dE/dx is dE/dy at the first of each window's largest values, and 0 elsewhere. A convolution with the identity as its kernel lays out the
 * pixels of each window side by side, and its transpose brings their gradients back. Written so because tfjs' MaxPoolGrad on
 * wasm leaves pixels that are in no window undefined.
 */
export const maxPool2dPlain = plainLayer(maxPool2d, ({ tf, layer, inputs }) => {
  const x = inputs as Tensor4D;
  const { poolSize, stride, padding } = layer;
  return {
    outputs: tf.maxPool(x, poolSize, stride, padding),
    toInputs(gradient) {
      const [rows, columns] = paddingsOf(x.shape.slice(1), windowOf(layer));
      const pixels = poolSize ** 2;
      const identity: Tensor4D = tf.reshape(tf.eye(pixels), [poolSize, poolSize, 1, pixels]);
      const padded = tf.pad(channelsApart(tf, x), [[0, 0], rows!, columns!, [0, 0]], nothing) as Tensor4D;
      const windows = tf.conv2d(padded, identity, stride, "valid");
      // On wasm, one-hot floats would be the bits of integers.
      const isLargest = tf.cast(tf.oneHot(tf.argMax(windows, 3), pixels), "float32");
      const ofWindows: Tensor4D = tf.mul(isLargest, channelsApart(tf, gradient as Tensor4D));
      const ofPadded = tf.conv2dTranspose(ofWindows, identity, padded.shape, stride, "valid");
      const [, height, width, channels] = x.shape;
      const inside: Tensor4D = tf.slice(ofPadded, [0, rows![0], columns![0], 0], [-1, height, width, 1]);
      return channelsTogether(tf, inside, channels);
    },
  };
});
