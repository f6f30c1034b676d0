import type { Fact } from "../messages/sentence";
import { isStated, isTestable, leavesZeroOut, mostTested, testsInFamily, written } from "./claims";
import type { Analysis, Comparison } from "./schema";

/** What the loss says: `about` is the comparison that the other facts go on from. */
export interface Headline {
  readonly about: Comparison;
  readonly facts: Fact[];
}

/** How a sentence names the epoch it speaks of, and the variants that it compares. */
interface Naming {
  readonly where: readonly Fact[];
  readonly set: readonly Fact[];
}

/**
 * The largest fall that may be stated. Where there is none, the lowest loss there is, hedged, and beside it the largest
 * rise that may be stated.
 * @param comparisons of every variant with dropout of one size and width with their baseline
 */
export function headlineOf(
  comparisons: readonly Comparison[],
  analysis: Analysis,
  naming: Naming,
): Headline | null {
  const sorted = [...mostTested(comparisons, (one) => one)].sort(
    (one, other) => one.difference.mean - other.difference.mean,
  );
  const [lowest] = sorted;
  if (!lowest) return null;
  const change = (code: Fact["code"], comparison: Comparison, scale = 1): Fact => ({
    code,
    parameters: {
      ...naming,
      ...namesOf(comparison),
      compared: sorted.length,
      ...written(comparison, { scale }),
    },
  });
  const hedged = (isForAll: boolean): Fact => {
    const { code, compared } = hedge(lowest, sorted.length, isForAll, analysis);
    return {
      code,
      parameters: { ...naming, ...namesOf(lowest), compared, ...written(lowest, { signed: true }) },
    };
  };
  const stated = sorted.filter(isStated);
  const fall = stated.find(({ difference }) => difference.mean < 0);
  if (fall) return { about: fall, facts: [change("dropoutLowersLoss", fall, -1)] };
  const rise = stated.at(-1);
  if (!rise) return { about: lowest, facts: [hedged(true)] };
  if (lowest.difference.mean < 0) {
    return { about: lowest, facts: [hedged(false), change("dropoutRaisesLoss", rise)] };
  }
  return { about: rise, facts: [change(harmCode(rise, sorted, comparisons), rise)] };
}

function namesOf({ variant, against: baseline }: Comparison) {
  return { variant, baseline };
}

/** One or two seeds show a rise; that dropout does not help is more than they bear, be it with one rate only. */
function harmCode(rise: Comparison, tested: readonly Comparison[], all: readonly Comparison[]): Fact["code"] {
  if (!isTestable(rise) || tested.length < all.length) return "dropoutRaisesLoss";
  return all.length > 1 ? "dropoutHarmsAll" : "dropoutHarms";
}

/** @param isForAll whether it is the lowest of all, and none of them shows a difference */
function hedge(
  lowest: Comparison,
  compared: number,
  isForAll: boolean,
  analysis: Analysis,
): { code: Fact["code"]; compared: number } {
  if (lowest.tTest && leavesZeroOut(lowest.difference)) {
    return { code: "dropoutPerhaps", compared: testsInFamily(analysis, lowest) };
  }
  return { code: isForAll && compared > 1 ? "dropoutUnclearAll" : "dropoutUnclear", compared };
}
