import type { Shape } from "../shape";
import { drawDropoutMask } from "./dropout/mask";
import { groupedShape } from "./grouped-mask";
import type { PlainLayer } from "./plain-layer";

/**
 * y = x · mask, and dE/dx = dE/dy · mask, where the values of a group share a multiplier (grouped-mask.ts).
 * @param groupsOf how many groups there are in a sample
 */
export function plainGrouped(groupsOf: (shape: Shape) => number): PlainLayer<{ readonly rate: number }> {
  return ({ tf, layer: { rate }, inputs, mode, random }) => {
    if (rate === 0 || mode === "eval") return null;
    const [rows, ...shape] = inputs.shape;
    const groups = groupsOf(shape);
    const mask = tf.tensor(drawDropoutMask(random(), rate, rows!, groups), [
      rows!,
      ...groupedShape(shape, groups),
    ]);
    return { outputs: tf.mul(inputs, mask), toInputs: (gradient) => tf.mul(gradient, mask) };
  };
}
