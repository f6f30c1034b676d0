import { sizeOf } from "../../shape";
import { drawDropoutMask } from "../dropout/mask";
import { plainLayer } from "../plain-layer";
import { alphaDropout } from "./layer";
import { alphaFactors } from "./mask";

/** With m = 1 for a kept unit and 0 for a dropped one: y = m · (scale · x + shift) + (1 - m) · dropped, and dE/dx = dE/dy · scale · m. */
export const alphaDropoutPlain = plainLayer(alphaDropout, ({ tf, layer: { rate }, inputs, mode, random }) => {
  if (rate === 0 || mode === "eval") return null;
  const { scale, shift, dropped } = alphaFactors(rate);
  const [rows, ...shape] = inputs.shape;
  const kept = tf.tensor(drawDropoutMask(random(), rate, rows!, sizeOf(shape), "none"), inputs.shape);
  const scaled = tf.add(tf.mul(inputs, scale), shift);
  return {
    outputs: tf.add(tf.mul(scaled, kept), tf.mul(tf.sub(1, kept), dropped)),
    toInputs: (gradient) => tf.mul(gradient, tf.mul(kept, scale)),
  };
});
