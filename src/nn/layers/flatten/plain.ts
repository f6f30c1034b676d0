import { flat, plainLayer } from "../plain-layer";
import { flatten } from "./layer";

/** The same numbers in another shape, and so are the gradients. */
export const flattenPlain = plainLayer(flatten, ({ tf, inputs }) => ({
  outputs: flat(tf, inputs),
  toInputs: (gradient) => tf.reshape(gradient, inputs.shape),
}));
