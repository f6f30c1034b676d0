import type { GroupSeries, RunSeries } from "./groupSeries";
import type { RunGroup } from "./groups";
import type { SeriesStore } from "./store";

/**
 * What the horizontal axis counts: epochs, updates of the weights, or seconds of training and evaluation since the
 * run began (waiting and pauses do not count).
 */
export const xAxes = ["epoch", "step", "time"] as const;
export type XAxis = (typeof xAxes)[number];

/** What of the horizontal axis is in view. */
export interface XRange {
  readonly from: number;
  readonly to: number;
}

/** Where each epoch of a run, or of the group's mean where `run` is null, stands on the axis; never falling. */
export function positionsOf(series: GroupSeries, run: RunSeries | null, axis: XAxis): Float64Array {
  if (axis === "time") return run ? run.seconds() : series.meanSeconds();
  const width = axis === "step" ? series.group.stepsPerEpoch : 1;
  const positions = new Float64Array(run ? run.lastEpoch : series.meanEpochs);
  for (let place = 0; place < positions.length; place += 1) positions[place] = (place + 1) * width;
  return positions;
}

/** The first place whose position is not below `x`; the length where there is none. */
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

/** The places in view, `end` not among them; several may have one position, for the clock is only so fine. */
export function placesInView(positions: Float64Array, { from, to }: XRange): { first: number; end: number } {
  const first = placeAt(positions, from);
  let end = placeAt(positions, to);
  while (end < positions.length && positions[end]! <= to) end += 1;
  return { first, end };
}

/**
 * The whole axis: to the last epoch of any group; while they grow, to the last that is to come. How long that takes
 * nobody knows, so time ends where it has come. A logarithmic axis begins with the first epoch.
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
  return { firsts: widths, lasts: ends.map((epochs, place) => epochs * widths[place]!) };
}
