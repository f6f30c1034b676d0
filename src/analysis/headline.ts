import type { Fact } from "../messages/sentence";
import { isStated, isTestable, leavesZeroOut, mostTested, testsInFamily, written } from "./claims";
import { fallingFacts } from "./falling-facts";
import type { Analysis, Comparison } from "./schema";
import type { View } from "./view";

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
 * rise that may be stated. Each says where the losses that it compares still fall.
 * @param comparisons of every variant with dropout of one size and width with their baseline
 */
export function headlineOf(
  comparisons: readonly Comparison[],
  analysis: Analysis,
  view: View,
  naming: Naming,
): Headline | null {
  const sorted = [...mostTested(comparisons, (one) => one)].sort(
    (one, other) => one.difference.mean - other.difference.mean,
  );
  const [lowest] = sorted;
  if (!lowest) return null;
  const ofAll = fallingFacts(namesOf(comparisons), analysis, view);
  const fact = (code: Fact["code"], one: Comparison, options = {}, compared = sorted.length): Fact => {
    const { variant, against: baseline } = one;
    const falling = code === "dropoutUnclearAll" ? ofAll : fallingFacts(namesOf([one]), analysis, view);
    return {
      code,
      parameters: { ...naming, variant, baseline, compared, falling, ...written(one, options) },
    };
  };
  const hedged = (code: Fact["code"]): Fact =>
    lowest.tTest && leavesZeroOut(lowest.difference)
      ? fact("dropoutPerhaps", lowest, { signed: true }, testsInFamily(analysis, lowest))
      : fact(code, lowest, { signed: true });

  const stated = sorted.filter(isStated);
  const fall = stated.find(({ difference }) => difference.mean < 0);
  if (fall) return { about: fall, facts: [fact("dropoutLowersLoss", fall, { scale: -1 })] };
  const rise = stated.at(-1);
  if (!rise) {
    return { about: lowest, facts: [hedged(sorted.length > 1 ? "dropoutUnclearAll" : "dropoutUnclear")] };
  }
  if (lowest.difference.mean < 0) {
    return { about: lowest, facts: [hedged("dropoutUnclear"), fact("dropoutRaisesLoss", rise)] };
  }
  // That dropout does not help is more than one or two seeds bear, be it with one rate only, or losses that still fall.
  const isVerdict = isTestable(rise) && sorted.length === comparisons.length && ofAll.length === 0;
  const harm = sorted.length > 1 ? "dropoutHarmsAll" : "dropoutHarms";
  return { about: rise, facts: [fact(isVerdict ? harm : "dropoutRaisesLoss", rise)] };
}

function namesOf(comparisons: readonly Comparison[]): string[] {
  return [...new Set(comparisons.flatMap(({ variant, against }) => [variant, against]))];
}
