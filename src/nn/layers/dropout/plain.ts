import { sizeOf } from "../../shape";
import { plainLayer } from "../plain-layer";
import { dropout } from "./layer";
import { drawDropoutMask } from "./mask";

/** y = x · mask, and dE/dx = dE/dy · mask. */
export const dropoutPlain = plainLayer(dropout, ({ tf, layer: { rate }, inputs, mode, random }) => {
  if (mode === "eval" || rate === 0) return null;
  const [rows, ...shape] = inputs.shape;
  const mask = tf.tensor(drawDropoutMask(random(), rate, rows!, sizeOf(shape)), inputs.shape);
  return { outputs: tf.mul(inputs, mask), toInputs: (gradient) => tf.mul(gradient, mask) };
});
