import { wideKernel } from "../../products";
import { roundedToBfloat16 } from "../../../tensor/bfloat16";
import type { Tensor, Tensor1D, Tensor2D } from "../../../tensor/tensorflow";
import { flat, plainLayer } from "../plain-layer";
import { dense } from "./layer";

/** y = x · kernel + bias; dE/dx = dE/dy · kernelᵀ, dE/dkernel = xᵀ · dE/dy, dE/dbias = Σ dE/dy over the rows. */
export const densePlain = plainLayer(dense, ({ tf, inputs, state, products }) => {
  const x = flat(tf, inputs);
  const kernel = state["kernel"] as Tensor2D;
  const bias = state["bias"] as Tensor1D;
  const rounds = products === "bfloat16" && kernel.size >= wideKernel;
  const factor = (values: Tensor2D): Tensor2D =>
    rounds ? tf.tensor2d(roundedToBfloat16(values.dataSync<"float32">()), values.shape) : values;
  return {
    outputs: tf.fused.matMul({ a: factor(x), b: factor(kernel), bias }),
    toInputs(gradient) {
      const ofRow: Tensor = tf.matMul(factor(gradient as Tensor2D), factor(kernel), false, true);
      return inputs.rank === 2 ? ofRow : tf.reshape(ofRow, inputs.shape);
    },
    toParameters: (gradient) => ({
      kernel: tf.matMul(factor(x), factor(gradient as Tensor2D), true),
      bias: tf.sum(gradient, 0),
    }),
  };
});
