import type { Fact } from "../messages/sentence";
import { isStated, mostTested, written } from "./claims";
import type { EpochSelection } from "./names";
import type { Analysis, VariantAnalysis } from "./schema";
import { momentFact } from "./view";

/**
 * The cost of forgetting eval for the variant whose loss it changes most; in points of accuracy if the accuracy shows
 * it.
 */
export function forgottenFacts(
  main: readonly VariantAnalysis[],
  analysis: Analysis,
  moment: EpochSelection,
): Fact[] {
  const measured = main.flatMap(({ forgetsEval, variant, [moment]: at }) =>
    at ? [{ forgetsEval, variant, at }] : [],
  );
  if (!analysis.variants.some(({ forgetsEval }) => forgetsEval)) {
    return measured.length > 0 ? [{ code: "forgottenWithoutDropout", parameters: {} }] : [];
  }
  const forgetful = mostTested(
    measured.filter(({ forgetsEval }) => forgetsEval),
    ({ at }) => at.cost.loss,
  );
  const change = ({ at }: (typeof forgetful)[number]) => Math.abs(at.cost.loss.difference.mean);
  const most = [...forgetful].sort((one, other) => change(other) - change(one))[0];
  if (!most) return [];
  const { variant, at } = most;
  const { accuracy, loss } = at.cost;
  const named = { where: [momentFact(analysis, moment)], variant };
  if (accuracy && isStated(accuracy)) {
    const loses = accuracy.difference.mean < 0;
    const percent = (share: number) => (100 * share).toFixed(1);
    const parameters = {
      ...named,
      from: percent(at.correct.accuracy!.mean),
      to: percent(at.forgotten.accuracy!.mean),
      ...written(accuracy, { scale: loses ? -100 : 100, leastDecimals: 1 }),
    };
    return [{ code: loses ? "forgottenLosesPoints" : "forgottenGainsPoints", parameters }];
  }
  if (!isStated(loss)) {
    return [{ code: "forgottenUnclear", parameters: { ...named, ...written(loss, { signed: true }) } }];
  }
  const raises = loss.difference.mean > 0;
  const parameters = { ...named, ...written(loss, { scale: raises ? 1 : -1 }) };
  return [{ code: raises ? "forgottenRaisesLoss" : "forgottenLowersLoss", parameters }];
}
