import { plainLayer } from "../plain-layer";
import { reshape } from "./layer";

/** The same numbers in another shape, and so are the gradients. */
export const reshapePlain = plainLayer(reshape, ({ tf, layer: { height, width, channels }, inputs }) => ({
  outputs: tf.reshape(inputs, [inputs.shape[0]!, height, width, channels]),
  toInputs: (gradient) => tf.reshape(gradient, inputs.shape),
}));
