import { drawDropoutMask } from "../dropout/mask";
import { plainLayer } from "../plain-layer";
import { mapsOf, spatialDropout } from "./layer";

/** y = x · mask, and dE/dx = dE/dy · mask, where the values of a map share a multiplier. */
export const spatialDropoutPlain = plainLayer(
  spatialDropout,
  ({ tf, layer: { rate }, inputs, mode, random }) => {
    if (rate === 0 || mode === "eval") return null;
    const [rows, ...shape] = inputs.shape;
    const maps = mapsOf(shape);
    const across = shape.slice(1).map(() => 1);
    const mask = tf.tensor(drawDropoutMask(random(), rate, rows!, maps), [rows!, ...across, maps]);
    return { outputs: tf.mul(inputs, mask), toInputs: (gradient) => tf.mul(gradient, mask) };
  },
);
