import type { Tensor, Tensorflow } from "../../tensor/tensorflow";
import type { Words } from "../layers/layer-kind";
import { drawNormals } from "../layers/normals";
import { type Augmentation, type augmentationStreams, borderOf, choicesOf, moves } from "./settings";

/** A step's pictures as it trains on them. @param inputs [rows, ...shape], of any shape that has the pictures' values */
export function augmented(
  tf: Tensorflow,
  augmentation: Augmentation,
  inputs: Tensor,
  words: (stream: keyof typeof augmentationStreams) => Words,
): Tensor {
  const { noise } = augmentation;
  const moved = moves(augmentation) ? cutOut(tf, augmentation, inputs, words("moves")) : inputs;
  if (noise === 0) return moved;
  const [rows] = inputs.shape;
  const normals = tf.tensor(drawNormals(words("noise"), rows!, inputs.size / rows!), inputs.shape);
  return tf.add(moved, tf.mul(normals, noise));
}

/** What borderOf describes, of each picture. */
function cutOut(tf: Tensorflow, augmentation: Augmentation, inputs: Tensor, words: Words): Tensor {
  const { image, shift } = augmentation;
  const { size, across, upright, mirrored } = borderOf(augmentation);
  const choices = choicesOf(augmentation);
  const rows = inputs.shape[0]!;
  const drawn = new Uint32Array(rows * choices.length);
  words.fillUint32(drawn);
  const pixels = upright.length;
  const places = new Int32Array(rows * pixels);
  for (let row = 0; row < rows; row++) {
    const [down, right, mirror] = choices.map((count, at) =>
      Math.floor((drawn[row * choices.length + at]! * count) / 2 ** 32),
    );
    const begin = row * size + down! * across + right!;
    const from = mirror === 1 ? mirrored : upright;
    for (let pixel = 0; pixel < pixels; pixel++) places[row * pixels + pixel] = begin + from[pixel]!;
  }
  const border: [number, number] = [shift, shift];
  const bordered = tf.pad(tf.reshape(inputs, [rows, ...image]), [[0, 0], border, border, [0, 0]]);
  const values = tf.gather(tf.reshape(bordered, [rows * size, image[2]]), tf.tensor1d(places, "int32"));
  return tf.reshape(values, inputs.shape);
}
