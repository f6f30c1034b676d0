import { drawDropoutMask } from "../dropout/mask";
import { plainLayer } from "../plain-layer";
import { stochasticDepth } from "./layer";

/** y = x · multiplier, and dE/dx = dE/dy · multiplier, one multiplier a sample. */
export const stochasticDepthPlain = plainLayer(
  stochasticDepth,
  ({ tf, layer: { rate }, inputs, mode, random }) => {
    if (rate === 0 || mode === "eval") return null;
    const [rows, ...shape] = inputs.shape;
    const mask = tf.tensor(drawDropoutMask(random(), rate, rows!, 1), [rows!, ...shape.map(() => 1)]);
    return { outputs: tf.mul(inputs, mask), toInputs: (gradient) => tf.mul(gradient, mask) };
  },
);
