import type { Fact } from "../messages/sentence";
import { comparisonsOf, isClaimed, isTestable, leavesZeroOut, written } from "./claims";
import type { EpochSelection } from "./names";
import type { Analysis, Comparison, Estimate } from "./schema";
import { type View, whereFacts } from "./view";

/**
 * Whether another epoch gives another answer than the chosen one: a gain that comes only from training too long is no
 * gain for a person who stops early. At most one fact, and none before the runs are done.
 * @param headline the verdict at the chosen epoch
 */
export function stoppingFacts(
  headline: Comparison,
  variants: ReadonlySet<string>,
  analysis: Analysis,
  { moment, mode }: View,
): Fact[] {
  if (!analysis.runs.complete || !isTestable(headline)) return [];
  const others: readonly EpochSelection[] = moment === "last" ? ["stopped", "best"] : ["last"];
  const remarks = others.flatMap((other) => {
    const view = { moment: other, mode };
    const then = comparisonsOf(analysis, variants, "baseline", view, "loss");
    return remark(headline, then, whereFacts(analysis, view));
  });
  return remarks.slice(0, 1);
}

function remark(headline: Comparison, then: readonly Comparison[], where: readonly Fact[]): Fact[] {
  const fact = (code: Fact["code"], one: Comparison, scale = 1): Fact[] => {
    const { variant, against: baseline } = one;
    const numbers = written(one, { scale, signed: code === "gainGone" });
    return [{ code, parameters: { where, variant, baseline, ...numbers } }];
  };
  if (!isClaimed(headline)) {
    const falls = then.filter((one) => isClaimed(one) && one.difference.mean < 0);
    const best = falls.sort((one, other) => one.difference.mean - other.difference.mean)[0];
    return best ? fact("gainOnly", best, -1) : [];
  }
  const same = then.find(({ variant }) => variant === headline.variant);
  if (!same || !isTestable(same)) return [];
  if (!isClaimed(same)) return fact("gainGone", same);
  const [before, after] = [headline.difference, same.difference];
  if (Math.sign(before.mean) !== Math.sign(after.mean))
    return fact(after.mean < 0 ? "gainTurnsGood" : "gainTurnsBad", same, Math.sign(after.mean));
  if (!isLessThanHalf(after, before)) return [];
  return fact(before.mean < 0 ? "gainSmaller" : "harmSmaller", same, Math.sign(after.mean));
}

/** At the ends of both intervals: the most that it may be then against the least that it may be now. */
function isLessThanHalf(after: Estimate, before: Estimate): boolean {
  if (!leavesZeroOut(before)) return false;
  const sizes = ({ mean, low, high }: Estimate) => [low ?? mean, high ?? mean].map(Math.abs);
  return Math.max(...sizes(after)) < Math.min(...sizes(before)) / 2;
}
