import type { Fact } from "../messages/sentence";
import { isStated, isTestable, leavesZeroOut, mostTested, written } from "./claims";
import type { CoadaptationComparison } from "./coadaptation";
import { mainGroup, setFacts } from "./main-group";
import type { Analysis } from "./schema";

/**
 * Of each hidden layer, whether its units are less correlated than the baseline's: the largest fall that may be stated, else
 * the largest rise, else the lowest mean, hedged.
 * @param epoch the weights are those after it; 0 is before training
 */
export function coadaptationFacts(
  comparisons: readonly CoadaptationComparison[],
  analysis: Analysis,
  epoch: number,
): Fact[] {
  const where: Fact[] =
    epoch === 0
      ? [{ code: "beforeTraining", parameters: {} }]
      : [{ code: "afterEpoch", parameters: { epoch } }];
  const layers = [...new Set(comparisons.map(({ layer }) => layer))];
  const tests = comparisons.filter(({ tTest }) => tTest).length;
  const facts = layers.map((layer): Fact => {
    const ofLayer = comparisons.filter((one) => one.layer === layer);
    const sorted = [...mostTested(ofLayer, (one) => one)].sort(
      (one, other) => one.difference.mean - other.difference.mean,
    );
    const lowest = sorted[0]!;
    const stated = sorted.filter(isStated);
    const fall = stated.find(({ difference }) => difference.mean < 0);
    const about = fall ?? stated.at(-1) ?? lowest;
    const code = fall
      ? "correlatedLess"
      : stated.length > 0
        ? "correlatedMore"
        : lowest.tTest && leavesZeroOut(lowest.difference)
          ? "correlatedPerhaps"
          : sorted.length > 1
            ? "correlatedUnclearAll"
            : "correlatedUnclear";
    const isSided = code === "correlatedLess" || code === "correlatedMore";
    const { difference, evidence } = written(about, {
      ...(isSided ? { scale: fall ? -1 : 1 } : { signed: true }),
      leastDecimals: 2,
    });
    const decimals = difference.split(".")[1]!.length;
    const compared = code === "correlatedPerhaps" ? tests : sorted.length;
    return {
      code,
      parameters: {
        ...{ where, set: setFacts(mainGroup(analysis), analysis), layer: layer + 1, compared },
        ...{ variant: about.variant, baseline: about.against, difference, evidence },
        own: about.own.mean.toFixed(decimals),
        other: about.other.mean.toFixed(decimals),
      },
    };
  });
  const isUntested = comparisons.length > 0 && !comparisons.some(isTestable);
  return isUntested ? [...facts, { code: "fewerThan3Seeds", parameters: {} }] : facts;
}
