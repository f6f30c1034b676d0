import { denseShapes } from "../parameters";
import type { Design } from "./design";

/** What a call is to take at most, by the estimate below: pause, cancel and progress wait for its end. */
const longestCall = 0.15;

/**
 * Seconds on a slow core; most machines are several times as fast. What a call really takes is not asked, because
 * where calls are cut decides how sums are rounded, and a run is to repeat to the last bit.
 */
const seconds = { round: 1e-4, floatingPointOperation: 2.5e-11, update: 2e-9, randomNumber: 8e-9 };

/** How many batches of so many rows go into one call. */
export function callSize(
  { layers, features }: Pick<Design, "layers" | "features">,
  rows: number,
  work: "training" | "evaluation",
): number {
  const dense = denseShapes(layers, features);
  const weights = dense.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  const units = dense.reduce((sum, { outputs }) => sum + outputs, 0);
  // A multiplication and an addition for each weight and row; backward there are two products for each forward.
  const forward = 2 * rows * weights * seconds.floatingPointOperation;
  const backward = work === "training" ? 2 * forward + weights * seconds.update : 0;
  const masks = rows * units * seconds.randomNumber;
  return Math.max(1, Math.floor(longestCall / (seconds.round + forward + backward + masks)));
}
