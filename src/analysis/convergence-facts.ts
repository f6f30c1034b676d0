import type { Fact } from "../messages/sentence";
import { isStated, written } from "./claims";
import { absentFact } from "./not-done-facts";
import type { Analysis, Comparison } from "./schema";
import { rangeText } from "./texts";

/**
 * Whether the headline's variant takes longer to reach its baseline's lowest loss. Seeds that never reach it are
 * counted, not averaged. No facts before the runs are done or for a single epoch.
 */
export function convergenceFacts(headline: Comparison, { convergence, runs }: Analysis): Fact[] {
  const found = convergence.find(({ variant }) => variant === headline.variant);
  if (!found || !runs.complete || Math.max(...found.limits) < 2) return [];
  const { variant, against: baseline, epochs, limits, baselineEpochs, paired } = found;
  if (!paired) {
    const missed = epochs.filter((epoch) => epoch === null).length;
    const parameters = {
      variant,
      baseline,
      missed,
      seeds: epochs.length,
      missing: absentFact(found),
      limit: rangeText(limits),
      baselineEpochs: rangeText(baselineEpochs),
    };
    if (missed === epochs.length) return [{ code: "convergenceNever", parameters }];
    const reached = rangeText(epochs.filter((epoch) => epoch !== null));
    return [{ code: "convergencePartly", parameters: { ...parameters, reached } }];
  }
  const fact = (code: Fact["code"], options: { scale?: number; signed?: boolean }): Fact[] => [
    { code, parameters: { variant, baseline, ...written(paired, { ...options, leastDecimals: 1 }) } },
  ];
  if (!isStated(paired)) return fact("convergenceUnclear", { signed: true });
  return paired.difference.mean > 0
    ? fact("convergenceSlower", {})
    : fact("convergenceFaster", { scale: -1 });
}
