import { mean, sampleStandardDeviation } from "simple-statistics";
import type { MetricName } from "./names";
import type { Estimate } from "./schema";
import { criticalValue } from "./student-t";

/** Bounds that a value cannot pass but a t interval over few seeds can. */
export interface Bounds {
  readonly least: number;
  readonly greatest: number;
}

/** Bounds of accuracies; a loss is not clipped. */
export const boundsOf: Readonly<Partial<Record<MetricName, Bounds>>> = {
  accuracy: { least: 0, greatest: 1 },
};

/** The standard error of a mean of `n` values, in units of their standard deviation (`Sampling` explains the overlap). */
export function errorFactor(n: number, overlap: number): number {
  return Math.sqrt(1 / n + overlap);
}

/** Bounds of a difference of two such values. */
export const differenceBoundsOf: typeof boundsOf = { accuracy: { least: -1, greatest: 1 } };

/**
 * Mean, standard deviation (n - 1) and 95 % t interval of at least one value; the interval is cut at the bounds.
 * @param overlap of the values' rows: see `Sampling`
 */
export function estimate(values: readonly number[], bounds?: Bounds, overlap = 0): Estimate {
  const list = [...values];
  const centre = mean(list);
  if (list.length === 1) return { n: 1, mean: centre, sd: null, low: null, high: null };
  const sd = sampleStandardDeviation(list);
  const half = criticalValue(list.length - 1) * sd * errorFactor(list.length, overlap);
  const [low, high] = [centre - half, centre + half];
  const { least, greatest } = bounds ?? { least: -Infinity, greatest: Infinity };
  // The mean of equal accuracies may differ from them in its last binary digit; that does not count as clipped.
  const isCut = half > 0 && (low < least || high > greatest);
  return {
    n: list.length,
    mean: centre,
    sd,
    low: Math.max(low, least),
    high: Math.min(high, greatest),
    ...(isCut && { clipped: true as const }),
  };
}
