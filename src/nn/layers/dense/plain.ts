import type { Tensor, Tensor1D, Tensor2D } from "../../../tensor/tensorflow";
import { flat, plainLayer } from "../plain-layer";
import { dense } from "./layer";

/** y = x · kernel + bias; dE/dx = dE/dy · kernelᵀ, dE/dkernel = xᵀ · dE/dy, dE/dbias = Σ dE/dy over the rows. */
export const densePlain = plainLayer(dense, ({ tf, inputs, state }) => {
  const x = flat(tf, inputs);
  const kernel = state["kernel"] as Tensor2D;
  const bias = state["bias"] as Tensor1D;
  return {
    outputs: tf.fused.matMul({ a: x, b: kernel, bias }),
    toInputs(gradient) {
      const ofRow: Tensor = tf.matMul(gradient as Tensor2D, kernel, false, true);
      return inputs.rank === 2 ? ofRow : tf.reshape(ofRow, inputs.shape);
    },
    toParameters: (gradient) => ({
      kernel: tf.matMul(x, gradient as Tensor2D, true),
      bias: tf.sum(gradient, 0),
    }),
  };
});
