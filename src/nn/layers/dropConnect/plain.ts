import type { Tensor, Tensor2D } from "../../../tensor/tensorflow";
import { densePlain } from "../dense/plain";
import { drawDropoutMask } from "../dropout/mask";
import { plainLayer } from "../plain-layer";
import { dropConnect } from "./layer";

/** A dense layer with kernel · mask: dE/dkernel is that of its own kernel · mask. */
export const dropConnectPlain = plainLayer(dropConnect, (pass) => {
  const { tf, layer, mode, state, random } = pass;
  const { rate, initializer, units } = layer;
  const dense = (kernel: Tensor) =>
    densePlain({ ...pass, layer: { type: "dense", units, initializer }, state: { ...state, kernel } });
  const kernel = state["kernel"] as Tensor2D;
  if (rate === 0 || mode === "eval") return dense(kernel);
  const mask = tf.tensor(drawDropoutMask(random(), rate, 1, kernel.size), kernel.shape);
  const step = dense(tf.mul(kernel, mask))!;
  return {
    ...step,
    toParameters(gradient) {
      const { kernel: ofMasked, bias } = step.toParameters!(gradient);
      return { kernel: tf.mul(ofMasked!, mask), bias: bias! };
    },
  };
});
