import { boundsOf, differenceBoundsOf, errorFactor } from "../../src/analysis/estimate";
import type { MetricName } from "../../src/analysis/names";
import { criticalValue } from "../../src/analysis/student-t";
import type { BandKind } from "./choice";
import type { RunGroup } from "./groups";
import type { GroupStatistics } from "./groupSeries";
import { type Kind, splitOf } from "./kinds";
import { smooth } from "./smoothing";

/** A band around a mean, with one value per epoch. */
export interface BandEdges {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** From how many seeds on there is such a band: the interval of two is 13 times as wide as what they differ by. */
export function seedsNeeded(kind: BandKind): number {
  return kind === "interval" ? 3 : 2;
}

/** null if there is none. Smoothed like its line, so that the line stays inside; an interval of shares is clipped. */
export function bandOf(
  { count, mean, sd, least, greatest }: GroupStatistics,
  band: BandKind,
  smoothing: number,
  {
    kind,
    measure,
    overlaps,
  }: { readonly kind: Kind; readonly measure: MetricName } & Pick<RunGroup, "overlaps">,
): BandEdges | null {
  if (band === "none" || count < seedsNeeded(band)) return null;
  const edges = (low: Float64Array, high: Float64Array) => ({
    low: smooth(low, smoothing),
    high: smooth(high, smoothing),
  });
  if (band === "range") return edges(least, greatest);
  const width = band === "sd" ? 1 : criticalValue(count - 1) * errorFactor(count, overlaps[splitOf(kind)]);
  const bounds = band === "interval" ? (kind === "gap" ? differenceBoundsOf : boundsOf)[measure] : undefined;
  const { least: floor, greatest: ceiling } = bounds ?? { least: -Infinity, greatest: Infinity };
  return edges(
    mean.map((value, index) => Math.max(floor, value - width * sd[index]!)),
    mean.map((value, index) => Math.min(ceiling, value + width * sd[index]!)),
  );
}
