import type { Fact } from "../messages/sentence";
import { isStated, written } from "./claims";
import { absentFact } from "./not-done-facts";
import type { Analysis, Comparison } from "./schema";
import { rangeText } from "./texts";

/** What is said of the epochs to the baseline's loss, on the validation and on the training split. */
const codes = {
  convergence: {
    never: "convergenceNever",
    partly: "convergencePartly",
    unclear: "convergenceUnclear",
    slower: "convergenceSlower",
    faster: "convergenceFaster",
  },
  trainingConvergence: {
    never: "learningNever",
    partly: "learningPartly",
    unclear: "learningUnclear",
    slower: "learningSlower",
    faster: "learningFaster",
  },
} as const;

/**
 * Whether the headline's variant takes longer to reach its baseline's lowest validation loss, or the training loss beside it. Seeds that never reach it are
 * counted, not averaged. No facts before the runs are done or for a single epoch.
 */
export function convergenceFacts(
  headline: Comparison,
  { runs, ...analysis }: Analysis,
  of: keyof typeof codes,
): Fact[] {
  const { never, partly, unclear, slower, faster } = codes[of];
  const found = analysis[of].find(({ variant }) => variant === headline.variant);
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
    if (missed === epochs.length) return [{ code: never, parameters }];
    const reached = rangeText(epochs.filter((epoch) => epoch !== null));
    return [{ code: partly, parameters: { ...parameters, reached } }];
  }
  const fact = (code: Fact["code"], options: { scale?: number; signed?: boolean }): Fact[] => [
    { code, parameters: { variant, baseline, ...written(paired, { ...options, leastDecimals: 1 }) } },
  ];
  if (!isStated(paired)) return fact(unclear, { signed: true });
  return paired.difference.mean > 0 ? fact(slower, {}) : fact(faster, { scale: -1 });
}
