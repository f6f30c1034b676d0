import { twoSidedNormalTail } from "./normal";

export interface SignedRankTest {
  /** The smaller of the sums of ranks of the positive and of the negative differences. */
  readonly statistic: number;
  /** Two-sided. */
  readonly p: number;
  /** Whether p is exact, counted over all possible signs; otherwise it is the normal approximation. */
  readonly exact: boolean;
}

/** Up to this many pairs, every combination of signs is counted, as in SciPy. */
const mostExact = 50;

/**
 * Wilcoxon's signed-rank test that the differences are symmetric about 0. Zeros are left out (Wilcoxon's own way) and
 * equal sizes share their mean rank. Up to 50 differences p is exact, with ties and zeros too: twice the share of all
 * 2ⁿ combinations of signs whose sum of ranks is at most as large. Beyond, the normal approximation with the
 * correction for ties and without one for continuity: SciPy's `wilcoxon` with its defaults.
 * @param differences at least one that is not 0
 */
export function signedRankTest(differences: readonly number[]): SignedRankTest {
  const { ranks, positive, ties } = rank(differences.filter((difference) => difference !== 0));
  const total = (ranks.length * (ranks.length + 1)) / 2;
  const statistic = Math.min(positive, total - positive);
  if (differences.length <= mostExact) return { statistic, p: exactP(ranks, statistic), exact: true };
  const variance = (total * (2 * ranks.length + 1)) / 12 - ties / 48;
  return { statistic, p: twoSidedNormalTail((statistic - total / 2) / Math.sqrt(variance)), exact: false };
}

/** Ranks of the sizes from 1, the sum of those of positive values, and Σ (t³ - t) over groups of t equal sizes. */
function rank(values: readonly number[]): { ranks: number[]; positive: number; ties: number } {
  const sorted = [...values].sort((one, other) => Math.abs(one) - Math.abs(other));
  const ranks: number[] = [];
  let [positive, ties] = [0, 0];
  for (let start = 0; start < sorted.length;) {
    let end = start + 1;
    while (end < sorted.length && Math.abs(sorted[end]!) === Math.abs(sorted[start]!)) end += 1;
    const shared = (start + 1 + end) / 2;
    for (const value of sorted.slice(start, end)) {
      ranks.push(shared);
      if (value > 0) positive += shared;
    }
    ties += (end - start) ** 3 - (end - start);
    start = end;
  }
  return { ranks, positive, ties };
}

/** Shared ranks are halves, so sums are counted in halves: `ways[k]` combinations of signs have the sum k/2. */
function exactP(ranks: readonly number[], statistic: number): number {
  const halves = ranks.map((value) => 2 * value);
  const ways = new Float64Array(halves.reduce((sum, value) => sum + value, 0) + 1);
  ways[0] = 1;
  for (const value of halves)
    for (let sum = ways.length - 1; sum >= value; sum -= 1) ways[sum]! += ways[sum - value]!;
  const asSmall = ways.subarray(0, 2 * statistic + 1).reduce((sum, count) => sum + count, 0);
  return Math.min(1, (2 * asSmall) / 2 ** ranks.length);
}
