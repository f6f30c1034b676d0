import { sizeOf } from "../../shape";
import { plainLayer } from "../plain-layer";
import { dropout } from "./layer";
import { drawDropoutMask, dropoutOdds } from "./mask";

/** y = x · mask, and dE/dx = dE/dy · mask; at inference the mask is one number, and 1 changes nothing. */
export const dropoutPlain = plainLayer(dropout, ({ tf, layer: { rate, scaling }, inputs, mode, random }) => {
  const { inference } = dropoutOdds(rate, scaling);
  if (rate === 0 || (mode === "eval" && inference === 1)) return null;
  const [rows, ...shape] = inputs.shape;
  const mask =
    mode === "eval"
      ? tf.scalar(inference)
      : tf.tensor(drawDropoutMask(random(), rate, rows!, sizeOf(shape), scaling), inputs.shape);
  return { outputs: tf.mul(inputs, mask), toInputs: (gradient) => tf.mul(gradient, mask) };
});
