import type { Tensor, Tensor2D, Tensor4D } from "../../../tensor/tensorflow";
import { residual } from "../kinds";
import { flat, plainLayer } from "../plain-layer";
import { shortcutBetween } from "./shortcut";

/**
 * y = body + s(x), where x is what the block was given. dE/dbody = dE/dy. By the shortcut dE/dx = dE/dy, or with a kernel
 * dE/dy · kernelᵀ, and dE/dkernel = xᵀ · dE/dy over the rows, or over the pixels that the stride meets.
 */
export const residualPlain = plainLayer(residual, ({ tf, inputs: body, shortcut, state }) => {
  const x = shortcut!;
  const way = shortcutBetween(x.shape.slice(1), body.shape.slice(1))!;
  const step = { toInputs: same, toShortcut: same };
  if (way.kind === "identity") return { ...step, outputs: tf.add(body, x) };
  const kernel = state["shortcut.kernel"]!;
  if (way.kind === "rows") {
    const rows = flat(tf, x);
    return {
      ...step,
      outputs: tf.add(body, tf.reshape(tf.matMul(rows, kernel as Tensor2D), body.shape)),
      toShortcut: (gradient) =>
        tf.reshape(tf.matMul(flat(tf, gradient), kernel as Tensor2D, false, true), x.shape),
      toParameters: (gradient) => ({ "shortcut.kernel": tf.matMul(rows, flat(tf, gradient), true) }),
    };
  }
  const { stride } = way;
  const picture = x as Tensor4D;
  const pixels = (values: Tensor) => tf.reshape(values, [-1, values.shape.at(-1)!]) as Tensor2D;
  return {
    ...step,
    outputs: tf.add(body, tf.conv2d(picture, kernel as Tensor4D, stride, "valid")),
    toShortcut: (gradient) =>
      tf.conv2dTranspose(gradient as Tensor4D, kernel as Tensor4D, picture.shape, stride, "valid"),
    toParameters(gradient) {
      const met = tf.stridedSlice(x, [0, 0, 0, 0], x.shape, [1, stride, stride, 1]);
      const sums = tf.matMul(pixels(met), pixels(gradient), true);
      return { "shortcut.kernel": tf.reshape(sums, kernel.shape) };
    },
  };
});

const same = (gradient: Tensor): Tensor => gradient;
