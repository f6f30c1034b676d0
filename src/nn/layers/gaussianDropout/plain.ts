import { sizeOf } from "../../shape";
import { plainLayer } from "../plain-layer";
import { gaussianDropout } from "./layer";
import { drawGaussianMask } from "./mask";

/** y = x · mask, and dE/dx = dE/dy · mask. */
export const gaussianDropoutPlain = plainLayer(
  gaussianDropout,
  ({ tf, layer: { rate }, inputs, mode, random }) => {
    if (rate === 0 || mode === "eval") return null;
    const [rows, ...shape] = inputs.shape;
    const mask = tf.tensor(drawGaussianMask(random(), rate, rows!, sizeOf(shape)), inputs.shape);
    return { outputs: tf.mul(inputs, mask), toInputs: (gradient) => tf.mul(gradient, mask) };
  },
);
