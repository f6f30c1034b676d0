import type { MetricName } from "../../src/analysis/names";
import { placeAt, positionsOf } from "./axis";
import { bandOf } from "./band";
import { type CurveChoice, shownKinds } from "./choice";
import type { RunGroup } from "./groups";
import type { GroupSeries, RunSeries } from "./groupSeries";
import type { Kind } from "./kinds";
import type { SeriesStore } from "./store";

export interface ReadoutRow {
  readonly group: RunGroup;
  /** null for the mean over the seeds. */
  readonly seed: number | null;
  /** The nearest epoch. */
  readonly epoch: number;
  /** One value for each shown kind; NaN if it has none. */
  readonly values: readonly number[];
  /** The band at the leading kind's value; null if there is none. */
  readonly band: { readonly low: number; readonly high: number } | null;
}

export interface Readout {
  readonly x: number;
  readonly kinds: readonly Kind[];
  /** Number of the kind by which the rows are sorted. */
  readonly leading: number;
  /** Best first, in the chosen evaluation mode. */
  readonly rows: readonly ReadoutRow[];
}

/** A line with values to read: the mean of a group, or one run. */
interface Reader {
  readonly series: GroupSeries;
  readonly run: RunSeries | null;
  readonly positions: Float64Array;
}

/** The values of every line at `x`, each at its nearest epoch; unsmoothed, because these were measured. */
export function readAt(store: SeriesStore, measure: MetricName, choice: CurveChoice, x: number): Readout {
  const kinds = shownKinds(choice);
  const leading = Math.max(0, kinds.indexOf(choice.front));
  const rows = choice.groups.flatMap((group) => {
    const readers = readersOf(store.of(group), choice);
    const means = readers.filter(({ run }) => run === null).flatMap((reader) => rowAt(reader, x) ?? []);
    // After the end of the mean, the values of the remaining single seeds are read.
    if (means.length > 0) return means;
    return readers.filter(({ run }) => run !== null).flatMap((reader) => rowAt(reader, x) ?? []);
  });
  const sign = measure === "loss" ? 1 : -1;
  const order = ({ values }: ReadoutRow) =>
    Number.isNaN(values[leading]) ? Infinity : sign * values[leading]!;
  return { x, kinds, leading, rows: rows.sort((one, other) => order(one) - order(other) || 0) };

  function rowAt({ series, run, positions }: Reader, at: number): ReadoutRow | null {
    const index = nearest(positions, at);
    if (index === null) return null;
    const values = kinds.map((kind) => {
      const list = run ? run.values(kind, measure) : series.statistics(kind, measure).mean;
      return list[index] ?? NaN;
    });
    if (values.every((value) => Number.isNaN(value))) return null;
    const kind = kinds[leading]!;
    const statistics = series.statistics(kind, measure);
    const edges =
      run === null
        ? bandOf(statistics, choice.band, 0, { kind, measure, overlaps: series.group.overlaps })
        : null;
    const band = edges ? { low: edges.low[index]!, high: edges.high[index]! } : null;
    return { group: series.group, seed: run?.run.seed ?? null, epoch: index + 1, values, band };
  }
}

/** The position of the epoch nearest to `x`, of any line; null if nothing is drawn. */
export function snap(store: SeriesStore, choice: CurveChoice, x: number): number | null {
  let best: number | null = null;
  for (const { positions } of allReaders(store, choice)) {
    const after = placeAt(positions, x);
    for (const index of [after - 1, after]) {
      const position = positions[index];
      if (position === undefined) continue;
      if (best === null || Math.abs(position - x) < Math.abs(best - x)) best = position;
    }
  }
  return best;
}

/**
 * The position of the next epoch after `x`, of any line, or of the previous one if `direction` is -1; null beyond the
 * ends.
 */
export function nextPosition(
  store: SeriesStore,
  choice: CurveChoice,
  x: number,
  direction: 1 | -1,
): number | null {
  let best: number | null = null;
  for (const { positions } of allReaders(store, choice)) {
    let index = direction === 1 ? placeAt(positions, x) : placeAt(positions, x) - 1;
    while (direction === 1 && positions[index] === x) index += 1;
    const position = positions[index];
    if (position === undefined) continue;
    if (best === null || direction * (position - best) < 0) best = position;
  }
  return best;
}

function readersOf(series: GroupSeries, { seeds, xAxis }: CurveChoice): Reader[] {
  const mean = { series, run: null, positions: positionsOf(series, null, xAxis) };
  const runs = series.begun.map((run) => ({ series, run, positions: positionsOf(series, run, xAxis) }));
  return seeds === "single" ? runs : seeds === "mean" ? [mean] : [mean, ...runs];
}

function allReaders(store: SeriesStore, choice: CurveChoice): Reader[] {
  return choice.groups.flatMap((group) => readersOf(store.of(group), choice));
}

/** The index with the nearest position, unless that is more than half an epoch beyond either end. */
function nearest(positions: Float64Array, x: number): number | null {
  if (positions.length === 0) return null;
  const after = Math.min(positions.length - 1, placeAt(positions, x));
  const before = Math.max(0, after - 1);
  const index = Math.abs(positions[before]! - x) <= Math.abs(positions[after]! - x) ? before : after;
  const last = positions.length - 1;
  const width = positions.length > 1 ? (positions[last]! - positions[0]!) / last : positions[0]!;
  return Math.abs(positions[index]! - x) <= 0.5 * width || (x > positions[0]! && x < positions[last]!)
    ? index
    : null;
}
