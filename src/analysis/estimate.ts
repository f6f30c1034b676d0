import { mean, sampleStandardDeviation } from "simple-statistics";
import type { Estimate } from "./schema";
import { criticalValue } from "./student-t";

/** Mean, standard deviation (n - 1) and 95 % t interval of at least one value. */
export function estimate(values: readonly number[]): Estimate {
  const list = [...values];
  const centre = mean(list);
  if (list.length === 1) return { n: 1, mean: centre, sd: null, low: null, high: null };
  const sd = sampleStandardDeviation(list);
  const half = (criticalValue(list.length - 1) * sd) / Math.sqrt(list.length);
  return { n: list.length, mean: centre, sd, low: centre - half, high: centre + half };
}
