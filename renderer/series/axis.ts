import type { GroupSeries, RunSeries } from "./groupSeries";
import type { RunGroup } from "./groups";
import type { SeriesStore } from "./store";

/**
 * What the horizontal axis counts: epochs, updates of the weights, or seconds of training and evaluation since the
 * run began (without waiting and pauses).
 */
export const xAxes = ["epoch", "step", "time"] as const;
export type XAxis = (typeof xAxes)[number];

/** The part of the horizontal axis in view. */
export interface XRange {
  readonly from: number;
  readonly to: number;
}

/** The position on the axis of each epoch of a run, or of the group's mean if `run` is null; never falling. */
export function positionsOf(series: GroupSeries, run: RunSeries | null, axis: XAxis): Float64Array {
  if (axis === "time") return run ? run.seconds() : series.meanSeconds();
  const width = axis === "step" ? series.group.stepsPerEpoch : 1;
  const positions = new Float64Array(run ? run.lastEpoch : series.meanEpochs);
  for (let index = 0; index < positions.length; index += 1) positions[index] = (index + 1) * width;
  return positions;
}

/** The first index whose position is not below `x`; the length if there is none. */
export function placeAt(positions: Float64Array, x: number): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (positions[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The indices in view, without `end`; several may have one position, because the clock is coarse. */
export function placesInView(positions: Float64Array, { from, to }: XRange): { first: number; end: number } {
  const first = placeAt(positions, from);
  let end = placeAt(positions, to);
  while (end < positions.length && positions[end]! <= to) end += 1;
  return { first, end };
}

/**
 * The whole axis: up to the last epoch of any group, and while they train, up to their last planned epoch. The
 * duration is unknown in advance, so time ends at the present. A logarithmic axis begins with the first epoch.
 */
export function wholeRange(
  store: SeriesStore,
  groups: readonly RunGroup[],
  { axis, logarithmic, growing }: { axis: XAxis; logarithmic: boolean; growing: boolean },
): XRange {
  const series = groups.map((group) => store.of(group));
  const { firsts, lasts } = axis === "time" ? ofTime(series) : ofEpochs(series, axis, growing);
  const begin = axis === "epoch" ? 1 : 0;
  const from = logarithmic ? Math.min(...firsts) : begin;
  if (Number.isFinite(from)) return { from, to: Math.max(...lasts, from + (axis === "time" ? 1e-3 : 1)) };
  return { from: 1, to: 2 };
}

interface Ends {
  readonly firsts: readonly number[];
  readonly lasts: readonly number[];
}

function ofTime(series: readonly GroupSeries[]): Ends {
  const times = series.flatMap((one) => one.begun.map((run) => run.seconds()));
  return {
    firsts: times.flatMap((seconds) => seconds.find((second) => second > 0) ?? []),
    lasts: times.map((seconds) => seconds[seconds.length - 1]!),
  };
}

function ofEpochs(series: readonly GroupSeries[], axis: "epoch" | "step", growing: boolean): Ends {
  const widths = series.map(({ group }) => (axis === "step" ? group.stepsPerEpoch : 1));
  const ends = series.map(({ group, lastEpoch }) => (growing ? group.epochs : lastEpoch));
  return { firsts: widths, lasts: ends.map((epochs, index) => epochs * widths[index]!) };
}
