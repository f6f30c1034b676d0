import type { Fact } from "../messages/sentence";
import { comparisonsOf, isClaimed, isTestable, written } from "./claims";
import type { Analysis, Comparison } from "./schema";

/**
 * Whether early stopping, or the best epoch, gives another answer than the last epoch: a gain that only training too
 * long makes is no gain for someone who stops. At most one fact, and none before the runs are done.
 * @param headline what the last epoch says
 */
export function stoppingFacts(
  headline: Comparison,
  variants: ReadonlySet<string>,
  analysis: Analysis,
): Fact[] {
  if (!analysis.runs.complete || !isTestable(headline)) return [];
  const remarks = (["stopped", "best"] as const).flatMap((moment) => {
    const then = comparisonsOf(analysis, variants, "baseline", moment, "loss");
    const where: Fact =
      moment === "stopped"
        ? { code: "whenStopped", parameters: { patience: analysis.patience } }
        : { code: "atBestEpoch", parameters: {} };
    return remark(headline, then, where);
  });
  return remarks.slice(0, 1);
}

function remark(headline: Comparison, then: readonly Comparison[], where: Fact): Fact[] {
  const fact = (code: Fact["code"], one: Comparison, scale = 1): Fact[] => {
    const { variant, against } = one;
    const numbers = written(one, { scale, signed: code === "gainGone" });
    return [{ code, parameters: { moment: [where], variant, baseline: against, ...numbers } }];
  };
  if (!isClaimed(headline)) {
    const falls = then.filter((one) => isClaimed(one) && one.difference.mean < 0);
    const best = falls.sort((one, other) => one.difference.mean - other.difference.mean)[0];
    return best ? fact("gainOnly", best, -1) : [];
  }
  const same = then.find(({ variant }) => variant === headline.variant);
  if (!same) return [];
  if (!isClaimed(same)) return fact("gainGone", same);
  const [before, after] = [headline.difference.mean, same.difference.mean];
  if (Math.sign(before) !== Math.sign(after))
    return fact(after < 0 ? "gainTurnsGood" : "gainTurnsBad", same, Math.sign(after));
  return Math.abs(after) < Math.abs(before) / 2 ? fact("gainSmaller", same, Math.sign(after)) : [];
}
