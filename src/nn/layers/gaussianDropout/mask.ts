import type { Words } from "../layer-kind";
import { drawNormals } from "../normals";

/** The standard deviation of dropout's multiplier at this rate, and so of the Gaussian one: sqrt(p / (1 - p)). */
export function deviationOf(rate: number): number {
  return Math.sqrt(rate / (1 - rate));
}

/** The next multipliers [rows, units], row-major. */
export function drawGaussianMask(random: Words, rate: number, rows: number, units: number): Float32Array {
  const deviation = deviationOf(rate);
  return drawNormals(random, rows, units).map((normal) => 1 + deviation * normal);
}
