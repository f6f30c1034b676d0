import { isSized, layerShapes, multiplicationsOf } from "../../nn/network";
import { sizeOf } from "../../nn/shape";
import type { GraphSpec } from "./graph-spec";

/** The longest time of a call by the estimate below: pause, cancel and progress wait for its end. */
const longestCall = 0.15;

/**
 * Seconds of a layer by itself on a slow core; most machines are several times as fast. The real time is not measured, because the number
 * of batches per call decides how sums are rounded, and a run must repeat to the last bit.
 */
const byLayers = { round: 1e-4, floatingPointOperation: 2.5e-11, update: 2e-9, randomNumber: 8e-9 };

/** Of a chain. On a core with AVX2 alone it takes about twice as long. A call of a wide chain costs as much as a twentieth of a step, so few steps are too few. */
const byChain = { round: 1e-4, floatingPointOperation: 8e-12, update: 1e-9, randomNumber: 2e-9 };

/** The number of batches of this many rows in one call. */
export function callSize(
  { layers, input }: Pick<GraphSpec, "layers" | "input">,
  rows: number,
  work: "training" | "evaluation",
  isChain: boolean,
): number {
  const seconds = isChain ? byChain : byLayers;
  const weights = multiplicationsOf(layers, input);
  const units = layerShapes(layers, input).reduce(
    (sum, { layer, output }) => sum + (isSized(layer) ? sizeOf(output) : 0),
    0,
  );
  // A multiplication and an addition for each weight and row; going back takes two products for each forward one.
  const forward = 2 * rows * weights * seconds.floatingPointOperation;
  const backward = work === "training" ? 2 * forward + weights * seconds.update : 0;
  const masks = rows * units * seconds.randomNumber;
  return Math.max(1, Math.floor(longestCall / (seconds.round + forward + backward + masks)));
}
