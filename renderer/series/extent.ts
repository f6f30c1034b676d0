import type { MetricName } from "../../src/analysis/names";
import { placesInView, type XRange } from "./axis";
import type { Curve, CurveBand } from "./curves";

/** The shown range of the vertical axis. */
export interface Extent {
  readonly min: number;
  readonly max: number;
}

export interface VerticalView {
  /** null if nothing can be shown. */
  readonly extent: Extent | null;
  /** Points that a logarithmic axis cannot show: 0 and below. */
  readonly notPositive: number;
  /** Points above or below the extent. */
  readonly outside: number;
}

/** The least share of the extent that an axis was made for: with less, the curves would lose height. */
const leastShare = 0.9;

/** Whether an axis that was made for one extent still suits another: it holds all of it, and is not too long for it. */
export function holds(axis: Extent, made: Extent | null, extent: Extent | null): boolean {
  if (!made || !extent) return made === extent;
  const isShorter = extent.max - extent.min < leastShare * (made.max - made.min);
  return axis.min <= extent.min && axis.max >= extent.max && !isShorter;
}

/** The share of the most extreme values left out on either side, as in TensorBoard. */
const outlierShare = 0.05;

/**
 * The vertical range of everything in view, including bands, and the number of points outside it, because the axis is
 * logarithmic or ignores outliers.
 */
export function verticalView(
  curves: readonly Curve[],
  bands: readonly CurveBand[],
  range: XRange,
  {
    measure,
    logarithmic,
    ignoreOutliers,
  }: { measure: MetricName; logarithmic: boolean; ignoreOutliers: boolean },
): VerticalView {
  const shown = curves.map(({ positions, values }) => {
    const { first, end } = placesInView(positions, range);
    return values.subarray(first, end).filter((value) => !Number.isNaN(value));
  });
  const points = shown.reduce((sum, values) => sum + values.length, 0);
  const usable = logarithmic ? shown.map((values) => values.filter((value) => value > 0)) : shown;
  const left = usable.reduce((sum, values) => sum + values.length, 0);
  const notPositive = points - left;
  if (left === 0) return { extent: null, notPositive, outside: 0 };
  if (ignoreOutliers) {
    const extent = withoutOutliers(usable, left, logarithmic);
    const outside = usable.reduce(
      (sum, values) => sum + values.filter((value) => value < extent.min || value > extent.max).length,
      0,
    );
    return { extent, notPositive, outside };
  }
  const all: Extent = {
    min: Math.min(
      ...usable.map((values) => values.reduce((least, value) => Math.min(least, value), Infinity)),
    ),
    max: Math.max(
      ...usable.map((values) => values.reduce((most, value) => Math.max(most, value), -Infinity)),
    ),
  };
  return { extent: withBands(all, curves, bands, range, measure, logarithmic), notPositive, outside: 0 };
}

/** A band of standard deviations may pass its measure's bounds (a share is at most 1); the axis ignores that part. */
function withBands(
  all: Extent,
  curves: readonly Curve[],
  bands: readonly CurveBand[],
  range: XRange,
  measure: MetricName,
  logarithmic: boolean,
): Extent {
  let { min, max } = all;
  for (const { positions, low, high } of bands) {
    const { first, end } = placesInView(positions, range);
    for (let index = first; index < end; index += 1) {
      if (low[index]! < min && (!logarithmic || low[index]! > 0)) min = low[index]!;
      if (high[index]! > max) max = high[index]!;
    }
  }
  if (!curves.some(({ kind }) => kind === "gap")) min = Math.max(min, Math.min(0, all.min));
  if (measure === "accuracy") max = Math.min(max, Math.max(1, all.max));
  return { min, max };
}

function withoutOutliers(lists: readonly Float64Array[], count: number, logarithmic: boolean): Extent {
  const sorted = new Float64Array(count);
  let index = 0;
  for (const values of lists) {
    sorted.set(values, index);
    index += values.length;
  }
  sorted.sort();
  const low = sorted[Math.ceil(outlierShare * (count - 1))]!;
  const high = sorted[Math.floor((1 - outlierShare) * (count - 1))]!;
  if (logarithmic) {
    const room = (high / low) ** 0.05;
    return { min: low / room, max: high * room };
  }
  const room = 0.05 * (high - low) || 1e-6;
  return { min: low - room, max: high + room };
}
