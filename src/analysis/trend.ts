import type { EpochRecord } from "../experiment/result";
import { estimate } from "./estimate";
import type { ModeName } from "./names";
import { fewestPairs } from "./paired";
import type { Trend } from "./schema";
import { valueOf } from "./values";

/** The share of a run's epochs through which the line is fitted, and their minimum. */
const share = 1 / 4;
const fewestEpochs = 3;
/** A fall by a smaller share of the loss over these epochs is not worth more training. */
const leastFall = 0.01;

/** The epochs of one run up to the end of its training, and whether early stopping ended it. */
export interface Trained {
  readonly records: readonly EpochRecord[];
  readonly isStopped: boolean;
}

/**
 * Whether a validation loss still falls where training ends: the slope of the least-squares line through the last
 * quarter of the epochs (at least three), run by run, and its 95 % interval over seeds. The loss falls if it fell at
 * each of these epochs in every run, or if the interval over three or more seeds lies below 0; in both cases by at
 * least 1 % of the loss. Null if a run has a single epoch.
 */
export function trendOf(runs: readonly Trained[], mode: ModeName, overlap: number): Trend | null {
  const ends = runs.map(({ records }) => {
    const length = Math.max(fewestEpochs, Math.ceil(share * records.length));
    return records.slice(-length).map((record) => valueOf(record, "loss", mode));
  });
  if (ends.some((losses) => losses.length < 2)) return null;
  const slope = estimate(ends.map(slopeOf), undefined, overlap);
  const always = ends.every((losses) =>
    losses.every((loss, index) => index === 0 || loss < losses[index - 1]!),
  );
  const surely = slope.n >= fewestPairs && slope.high! < 0;
  const average = (of: (losses: readonly number[]) => number) =>
    ends.reduce((sum, losses) => sum + of(losses), 0) / ends.length;
  const fall = average((losses) => -slopeOf(losses) * (losses.length - 1));
  const isWorthIt = fall >= leastFall * Math.abs(average((losses) => losses.at(-1)!));
  const falls = !runs.some(({ isStopped }) => isStopped) && (always || surely) && isWorthIt && fall > 0;
  return { epochs: ends.map(({ length }) => length), slope, falls };
}

/** Of the least-squares line through values at 0, 1, 2, …; two at least. */
function slopeOf(values: readonly number[]): number {
  const centre = (values.length - 1) / 2;
  const weights = values.map((_, index) => index - centre);
  const product = values.reduce((sum, value, index) => sum + weights[index]! * value, 0);
  return product / weights.reduce((sum, weight) => sum + weight * weight, 0);
}
