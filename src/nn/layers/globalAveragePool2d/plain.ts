import { plainLayer } from "../plain-layer";
import { globalAveragePool2d } from "./layer";

/** Each pixel has 1 / pixels of its channel's dE/dy. */
export const globalAveragePool2dPlain = plainLayer(globalAveragePool2d, ({ tf, inputs }) => {
  const [rows, height, width, channels] = inputs.shape as [number, number, number, number];
  return {
    outputs: tf.mean(inputs, [1, 2]),
    toInputs: (gradient) =>
      tf.mul(
        tf.reshape(gradient, [rows, 1, 1, channels]),
        tf.fill([1, height, width, 1], 1 / (height * width)),
      ),
  };
});
