import { type Bounds, errorFactor, estimate } from "./estimate";
import { type Sampling, sharesRows } from "./sampling";
import type { Paired, Planned } from "./schema";
import { twoSidedTail } from "./student-t";
import { signedRankTest } from "./wilcoxon";

/** The results of the pairs that exist, without the planned and missing ones. */
export type Tested = Omit<Paired, keyof Planned>;

/** With fewer pairs than this, a test tells nothing. */
export const fewestPairs = 3;

/**
 * The differences of at least one pair, tested: the paired t test, Wilcoxon's signed-rank test, and the effect size
 * Cohen's d_z (mean over standard deviation of the differences) with Hedges' correction for few pairs. `holm` is the
 * uncorrected p until `correctByHolm` corrects the family. Where the pairs' rows overlap, the t test is the corrected
 * resampled one (Nadeau and Bengio 2003), and there is no signed-rank test, which needs independent differences.
 * @param bounds of such a difference
 */
export function paired(differences: readonly number[], { over, overlap }: Sampling, bounds?: Bounds): Tested {
  const difference = estimate(differences, bounds, overlap);
  const untestable = { over, difference, tTest: null, wilcoxon: null, effect: null };
  // 0.91 - 0.90 and 0.81 - 0.80 count as equal, though their last binary digits differ.
  const rounded = differences.map((value) => Number(value.toPrecision(10)));
  if (differences.length < fewestPairs) return { ...untestable, untested: "fewerThan3Seeds" };
  if (rounded.every((value) => value === 0)) return { ...untestable, untested: "allEqual" };
  const wilcoxon = sharesRows(over) ? null : rankTest(rounded);
  if (new Set(rounded).size === 1 || difference.sd === 0)
    return { ...untestable, wilcoxon, untested: "noSpread" };
  const degrees = differences.length - 1;
  const dz = difference.mean / difference.sd!;
  const t = dz / errorFactor(differences.length, overlap);
  const tP = twoSidedTail(t, degrees);
  return {
    over,
    difference,
    tTest: { statistic: t, degrees, p: tP, holm: tP },
    wilcoxon,
    effect: { dz, hedges: dz * hedgesFactor(degrees) },
    untested: null,
  };
}

function rankTest(differences: readonly number[]): NonNullable<Tested["wilcoxon"]> {
  const { statistic, p, exact } = signedRankTest(differences);
  return { statistic, p, holm: p, exact };
}

/**
 * Hedges' exact correction Γ(m/2) / (√(m/2) Γ((m - 1)/2)) for m degrees of freedom, 2 or more (Hedges 1981). The ratio of
 * the gammas is 1/√π at m = 2 and √π/2 at m = 3, and grows by m / (m - 1) from m to m + 2.
 */
function hedgesFactor(degrees: number): number {
  let ratio = degrees % 2 === 0 ? 1 / Math.sqrt(Math.PI) : Math.sqrt(Math.PI) / 2;
  for (let m = degrees % 2 === 0 ? 2 : 3; m < degrees; m += 2) ratio *= m / (m - 1);
  return ratio / Math.sqrt(degrees / 2);
}

/** Holm's step-down correction (Holm 1979) of the p values of one family of tests, in their own order. */
export function holm(ps: readonly number[]): number[] {
  const order = [...ps.keys()].sort((one, other) => ps[one]! - ps[other]!);
  const corrected = new Array<number>(ps.length);
  let least = 0;
  for (const [place, index] of order.entries()) {
    least = Math.max(least, Math.min(1, ps[index]! * (ps.length - place)));
    corrected[index] = least;
  }
  return corrected;
}

/** The same comparisons with `holm` corrected over all tested ones, for each of the two tests separately. */
export function correctByHolm<T extends Tested>(family: readonly T[]): T[] {
  const [t, ranks] = (["tTest", "wilcoxon"] as const).map((test) => {
    const places = [...family.keys()].filter((index) => family[index]![test] !== null);
    const corrected = holm(places.map((index) => family[index]![test]!.p));
    return new Map(places.map((place, index) => [place, corrected[index]!]));
  });
  return family.map((one, index) => ({
    ...one,
    tTest: one.tTest && { ...one.tTest, holm: t!.get(index)! },
    wilcoxon: one.wilcoxon && { ...one.wilcoxon, holm: ranks!.get(index)! },
  }));
}
