import type { Fact } from "../messages/sentence";
import { comparisonsOf, isClaimed, isStated, isTestable, leavesZeroOut, written } from "./claims";
import { fewestPairs } from "./paired";
import type { Analysis, Comparison, VariantAnalysis } from "./schema";
import { stoppingFacts } from "./stopping-facts";
import { mainGroup, sweepFacts } from "./sweep-facts";

/**
 * What an analysis shows, as facts that can be said, the most important first: what dropout does to the validation loss
 * at the last epoch, what forgetting eval costs, which rates can be told apart, whether early stopping would have said
 * otherwise, and how all this depends on the data's size and the network's width. A difference is stated only where the
 * corrected t test says so, or as what was seen in one or two seeds; everything else is hedged.
 */
export function factsOf(analysis: Analysis): Fact[] {
  const main = mainGroup(analysis);
  const names = new Set(main.flatMap(({ drops, variant }) => (drops ? [variant] : [])));
  const headline = headlineOf(comparisonsOf(analysis, names, "baseline", "last", "loss"));
  const facts = [...(headline?.facts ?? []), ...forgottenFacts(main, analysis)];
  const seeds = Math.max(0, ...main.map(({ last }) => last?.seeds.length ?? 0));
  if (seeds < fewestPairs && main.some(({ drops, last }) => drops && last)) {
    facts.push({ code: "fewerThan3Seeds", parameters: {} });
  }
  if (!headline) return facts;
  const { about } = headline;
  return [
    ...facts,
    ...rateFacts(about, comparisonsOf(analysis, names, "others", "last", "loss")),
    ...stoppingFacts(about, names, analysis),
    ...accuracyFacts(about, comparisonsOf(analysis, names, "baseline", "last", "accuracy")),
    ...sweepFacts(about, main, analysis),
  ];
}

/** What the loss at the last epoch says: `about` is the comparison that the other facts go on from. */
interface Headline {
  readonly about: Comparison;
  readonly facts: Fact[];
}

/**
 * The largest fall that may be stated. Where there is none, the lowest loss there is, hedged, and beside it the largest
 * rise that may be stated.
 */
function headlineOf(comparisons: readonly Comparison[]): Headline | null {
  const sorted = [...comparisons].sort((one, other) => one.difference.mean - other.difference.mean);
  const [lowest] = sorted;
  if (!lowest) return null;
  const stated = sorted.filter(isStated);
  const fall = stated.find(({ difference }) => difference.mean < 0);
  if (fall) return { about: fall, facts: [changeFact("dropoutLowersLoss", fall, -1)] };
  const rise = stated.at(-1);
  if (!rise) return { about: lowest, facts: [hedgedFact(lowest, comparisons.length, true)] };
  if (lowest.difference.mean >= 0) {
    // One or two seeds show a rise; that dropout does not help is more than they bear.
    const code = isTestable(rise) ? "dropoutHarms" : "dropoutRaisesLoss";
    return { about: rise, facts: [changeFact(code, rise)] };
  }
  const facts = [hedgedFact(lowest, comparisons.length, false), changeFact("dropoutRaisesLoss", rise)];
  return { about: lowest, facts };
}

function changeFact(code: Fact["code"], comparison: Comparison, scale = 1): Fact {
  const { variant, against: baseline } = comparison;
  return { code, parameters: { variant, baseline, ...written(comparison, { scale }) } };
}

/** @param isForAll whether it is the lowest of all, and none of them differs visibly */
function hedgedFact(lowest: Comparison, compared: number, isForAll: boolean): Fact {
  const { variant, against: baseline, difference, tTest } = lowest;
  const parameters = { variant, baseline, compared, ...written(lowest, { signed: true }) };
  if (tTest && leavesZeroOut(difference)) return { code: "dropoutPerhaps", parameters };
  return { code: isForAll && compared > 1 ? "dropoutUnclearAll" : "dropoutUnclear", parameters };
}

/** Of the variant whose loss forgetting changes most; in points of accuracy where these show it. */
function forgottenFacts(main: readonly VariantAnalysis[], { variants }: Analysis): Fact[] {
  const dropping = main.flatMap(({ drops, variant, last }) => (drops && last ? [{ variant, last }] : []));
  if (!variants.some(({ drops }) => drops)) {
    return main.some(({ last }) => last) ? [{ code: "forgottenWithoutDropout", parameters: {} }] : [];
  }
  const change = ({ last }: (typeof dropping)[number]) => Math.abs(last.cost.loss.difference.mean);
  const most = dropping.sort((one, other) => change(other) - change(one))[0];
  if (!most) return [];
  const { variant, last } = most;
  const { accuracy, loss } = last.cost;
  if (accuracy && isStated(accuracy)) {
    const loses = accuracy.difference.mean < 0;
    const percent = (share: number) => (100 * share).toFixed(1);
    const parameters = {
      variant,
      from: percent(last.correct.accuracy!.mean),
      to: percent(last.forgotten.accuracy!.mean),
      ...written(accuracy, { scale: loses ? -100 : 100, leastDecimals: 1 }),
    };
    return [{ code: loses ? "forgottenLosesPoints" : "forgottenGainsPoints", parameters }];
  }
  if (!isStated(loss)) {
    return [{ code: "forgottenUnclear", parameters: { variant, ...written(loss, { signed: true }) } }];
  }
  const raises = loss.difference.mean > 0;
  const parameters = { variant, ...written(loss, { scale: raises ? 1 : -1 }) };
  return [{ code: raises ? "forgottenRaisesLoss" : "forgottenLowersLoss", parameters }];
}

/** The most names in one sentence. */
const mostNames = 6;

/** Which of the other rates cannot be told from the one that lowers the loss most. */
function rateFacts(headline: Comparison, others: readonly Comparison[]): Fact[] {
  const { variant } = headline;
  if (!isClaimed(headline) || headline.difference.mean > 0) return [];
  const pairs = others.filter(
    (one) => (one.variant === variant || one.against === variant) && isTestable(one),
  );
  if (pairs.length === 0) return [];
  const alike = pairs
    .filter((one) => !isClaimed(one))
    .map((one) => (one.variant === variant ? one.against : one.variant));
  if (alike.length === 0) return [{ code: "rateBest", parameters: { variant } }];
  const names = alike
    .slice(0, mostNames)
    .map((name): Fact => ({ code: "named", parameters: { variant: name } }));
  const more = alike.length - names.length;
  if (more > 0) names.push({ code: "namedMore", parameters: { more } });
  return [{ code: "ratesAlike", parameters: { variant, names, seeds: headline.difference.n } }];
}

/** Whether what the loss shows can be seen in the accuracy too. */
function accuracyFacts(headline: Comparison, comparisons: readonly Comparison[]): Fact[] {
  const accuracy = comparisons.find(({ variant }) => variant === headline.variant);
  if (!accuracy || !isTestable(accuracy) || !(isClaimed(headline) || isClaimed(accuracy))) return [];
  const { variant, against: baseline } = accuracy;
  const rises = accuracy.difference.mean > 0;
  if (!isClaimed(accuracy)) {
    const parameters = {
      variant,
      baseline,
      ...written(accuracy, { scale: 100, signed: true, leastDecimals: 1 }),
    };
    return [{ code: "accuracyUnclear", parameters }];
  }
  const parameters = {
    variant,
    baseline,
    ...written(accuracy, { scale: rises ? 100 : -100, leastDecimals: 1 }),
  };
  return [{ code: rises ? "accuracyRises" : "accuracyFalls", parameters }];
}
