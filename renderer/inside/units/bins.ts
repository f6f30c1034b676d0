import type { Histogram } from "../../../src/contract/contract";

/** Histograms of several runs in the same bins: the coarsest of theirs, from the first that any of them has to the last. */
export interface CommonBins {
  readonly width: number;
  /** The number of the first bin: it begins at first × width. */
  readonly first: number;
  /** Shares of each run's values, bin by bin. */
  readonly shares: readonly (readonly number[])[];
}

/** @param histograms at least one */
export function commonBins(histograms: readonly Histogram[]): CommonBins {
  const width = Math.max(...histograms.map((one) => one.width));
  const placed = histograms.map((one) => {
    const step = width / one.width;
    const from = Math.floor(one.first / step);
    const counts = new Array<number>(Math.floor((one.first + one.counts.length - 1) / step) - from + 1).fill(
      0,
    );
    one.counts.forEach((count, bin) => (counts[Math.floor((one.first + bin) / step) - from]! += count));
    return { from, counts };
  });
  const first = Math.min(...placed.map(({ from }) => from));
  const end = Math.max(...placed.map(({ from, counts }) => from + counts.length));
  const shares = placed.map(({ from, counts }) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return Array.from({ length: end - first }, (_, bin) => (counts[first + bin - from] ?? 0) / total);
  });
  return { width, first, shares };
}
