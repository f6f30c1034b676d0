import type { Histogram } from "../contract/inspect-units";

/** There are at most so many bins and one. */
const mostBins = 64;

/** Bins are no narrower than this share of the largest value: nearly equal values are one peak. */
const finest = 2 ** -10;

/** Values in bins of equal width, which is a power of 2; 0 is always an edge. At least one value. */
export function histogramOf(values: Iterable<number>): Histogram {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const width = powerOf2(
    Math.max((most - least) / mostBins, Math.max(Math.abs(least), Math.abs(most)) * finest),
  );
  const first = Math.floor(least / width);
  const counts = new Array<number>(Math.floor(most / width) - first + 1).fill(0);
  for (const value of values) counts[Math.floor(value / width) - first]! += 1;
  return { width, first, counts };
}

/** The smallest one that is not less; 1 for 0. */
function powerOf2(value: number): number {
  return value === 0 ? 1 : 2 ** Math.ceil(Math.log2(value));
}
