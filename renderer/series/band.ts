import { criticalValue } from "../../src/analysis/student-t";
import type { BandKind } from "./choice";
import type { GroupStatistics } from "./groupSeries";
import { smooth } from "./smoothing";

/** A band around a mean, one place for each epoch. */
export interface BandEdges {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** From how many seeds on there is such a band: the interval of two is 18 times as wide as what they differ by. */
function seedsNeeded(kind: BandKind): number {
  return kind === "interval" ? 3 : 2;
}

/** null where there is none. Smoothed as its line is, so that the line stays inside. */
export function bandOf(
  { count, mean, sd, least, greatest }: GroupStatistics,
  kind: BandKind,
  smoothing: number,
): BandEdges | null {
  if (kind === "none" || count < seedsNeeded(kind)) return null;
  const edges = (low: Float64Array, high: Float64Array) => ({
    low: smooth(low, smoothing),
    high: smooth(high, smoothing),
  });
  if (kind === "range") return edges(least, greatest);
  const width = kind === "sd" ? 1 : criticalValue(count - 1) / Math.sqrt(count);
  return edges(
    mean.map((value, place) => value - width * sd[place]!),
    mean.map((value, place) => value + width * sd[place]!),
  );
}
