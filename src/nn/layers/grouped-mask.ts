import { sizeOf, type Shape } from "../shape";
import { drawDropoutMask } from "./dropout/mask";
import type { UnitMask, Words } from "./layer-kind";

/**
 * The mask of a layer that drops groups of units: `groups` of them lie along the last axis of each sample, and the values of a
 * group share a multiplier. Row-major, [rows, ...shape].
 */
export function groupedMask(
  random: Words,
  rate: number,
  rows: number,
  shape: Shape,
  groups: number,
): UnitMask {
  const ofGroups = drawDropoutMask(random, rate, rows, groups);
  const units = sizeOf(shape);
  const multiplierOf = (_: unknown, place: number) =>
    ofGroups[Math.floor(place / units) * groups + (place % groups)]!;
  return { multipliers: Float32Array.from({ length: rows * units }, multiplierOf) };
}

/** The shape of the groups' multipliers beside [rows, ...shape], without the rows. */
export function groupedShape(shape: Shape, groups: number): number[] {
  return [...shape.slice(1).map(() => 1), groups];
}
