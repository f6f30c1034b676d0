import type { Tensor4D, Tensorflow } from "../../tensor/tensorflow";

/** Pictures [rows, height, width, channels] as pictures of one channel, [rows · channels, height, width, 1], for ops that add up channels. */
export function channelsApart(tf: Tensorflow, pictures: Tensor4D): Tensor4D {
  const [rows, height, width, channels] = pictures.shape;
  return tf.reshape(tf.transpose(pictures, [0, 3, 1, 2]), [rows * channels, height, width, 1]);
}

/** The way back: pictures of this many channels. */
export function channelsTogether(tf: Tensorflow, pictures: Tensor4D, channels: number): Tensor4D {
  const [all, height, width] = pictures.shape;
  return tf.transpose(tf.reshape(pictures, [all / channels, channels, height, width]), [0, 2, 3, 1]);
}
