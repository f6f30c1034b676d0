import type { Fact } from "../messages/sentence";
import { isStated, written } from "./claims";
import type { Analysis, Comparison } from "./schema";
import { momentFact } from "./view";

/** The effect of the headline's variant on the training split, with dropout off: the price of regularisation. */
export function trainingFacts(headline: Comparison, analysis: Analysis): Fact[] {
  const { moment } = headline;
  const found = analysis.training.find(
    (one) => one.variant === headline.variant && one.moment === moment && one.measure === "loss",
  );
  if (!found || (found.untested && found.difference.mean === 0)) return [];
  const { variant, against: baseline } = found;
  const where = [momentFact(analysis, moment)];
  const fact = (code: Fact["code"], options: { scale?: number; signed?: boolean }): Fact[] => [
    { code, parameters: { where, variant, baseline, ...written(found, options) } },
  ];
  if (!isStated(found)) return fact("trainingUnclear", { signed: true });
  return found.difference.mean > 0 ? fact("trainingHigher", {}) : fact("trainingLower", { scale: -1 });
}
