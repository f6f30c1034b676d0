import type { Tensor4D } from "../../../tensor/tensorflow";
import { plainLayer } from "../plain-layer";
import { channelsApart, channelsTogether } from "../plain-windows";
import { averagePool2d } from "./layer";

/**
 * dE/dx is the sum over the windows that a pixel is in of dE/dy / (pixels of the window inside the picture): a transposed convolution
 * with ones. Written so because tfjs' AvgPoolGrad on wasm and cpu divides by all pixels of a window at the border.
 */
export const averagePool2dPlain = plainLayer(
  averagePool2d,
  ({ tf, layer: { poolSize, stride, padding }, inputs }) => {
    const x = inputs as Tensor4D;
    return {
      outputs: tf.avgPool(x, poolSize, stride, padding),
      toInputs(gradient) {
        const [, height, width, channels] = x.shape;
        const ones = tf.ones([poolSize, poolSize, 1, 1]) as Tensor4D;
        const pixels = tf.conv2d(tf.ones([1, height, width, 1]) as Tensor4D, ones, stride, padding);
        const ofPixel: Tensor4D = channelsApart(tf, tf.div(gradient, pixels));
        const sums = tf.conv2dTranspose(ofPixel, ones, [ofPixel.shape[0], height, width, 1], stride, padding);
        return channelsTogether(tf, sums, channels);
      },
    };
  },
);
