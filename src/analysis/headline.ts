import type { Fact } from "../messages/sentence";
import { isStated, isTestable, leavesZeroOut, mostTested, testsInFamily, written } from "./claims";
import { fallingFacts } from "./falling-facts";
import { dataText } from "./own-data";
import type { Analysis, Comparison, VariantAnalysis } from "./schema";
import type { View } from "./view";

/** The verdict on the loss; the other facts build on the comparison `about`. */
export interface Headline {
  readonly about: Comparison;
  readonly facts: Fact[];
}

/** Names the epoch that a sentence speaks of, and the variants that it compares. */
interface Naming {
  readonly where: readonly Fact[];
  readonly set: readonly Fact[];
}

/**
 * The largest fall that may be claimed. If there is none, the lowest loss, hedged, and with it the largest rise that
 * may be claimed. Each fact names the compared losses that still fall.
 * @param comparisons of one size and width: each variant that sentences describe, against the baseline
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
  // Against a variant with dropout, and where other settings differ too, no sentence is about dropout as such.
  const compared = new Set(namesOf(comparisons));
  const isAboutDropout = analysis.variants.every(
    (one) =>
      !compared.has(one.variant) ||
      (!setsOthers(one, analysis) && one.drops === (one.variant !== lowest.against)),
  );
  const unclearAll = isAboutDropout ? "dropoutUnclearAll" : "othersUnclearAll";
  const ofAll = fallingFacts(namesOf(comparisons), analysis, view);
  const fact = (code: Fact["code"], one: Comparison, options = {}, compared = sorted.length): Fact => {
    const { variant, against: baseline } = one;
    const falling = code === unclearAll ? ofAll : fallingFacts(namesOf([one]), analysis, view);
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
    return { about: lowest, facts: [hedged(sorted.length > 1 ? unclearAll : "dropoutUnclear")] };
  }
  if (lowest.difference.mean < 0) {
    return { about: lowest, facts: [hedged("dropoutUnclear"), fact("dropoutRaisesLoss", rise)] };
  }
  // One or two seeds, or losses that still fall, do not support the verdict that dropout does not help.
  const isVerdict =
    isAboutDropout && isTestable(rise) && sorted.length === comparisons.length && ofAll.length === 0;
  const harm = sorted.length > 1 ? "dropoutHarmsAll" : "dropoutHarms";
  return { about: rise, facts: [fact(isVerdict ? harm : "dropoutRaisesLoss", rise)] };
}

/** Whether it sets more than data that its baseline has as well. */
function setsOthers(one: VariantAnalysis, { variants }: Analysis): boolean {
  const against = variants.find(({ variant }) => variant === one.baseline);
  const isOfData = (path: string) =>
    path.startsWith("data.") && (!against || dataText(one) === dataText(against));
  return Object.keys(one.set ?? {}).some((path) => !isOfData(path));
}

function namesOf(comparisons: readonly Comparison[]): string[] {
  return [...new Set(comparisons.flatMap(({ variant, against }) => [variant, against]))];
}
