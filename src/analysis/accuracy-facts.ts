import type { Fact } from "../messages/sentence";
import { isClaimed, isTestable, written } from "./claims";
import type { Comparison } from "./schema";

/** Whether the accuracy shows the same effect as the loss. */
export function accuracyFacts(
  headline: Comparison,
  comparisons: readonly Comparison[],
  where: readonly Fact[],
): Fact[] {
  const accuracy = comparisons.find(({ variant }) => variant === headline.variant);
  if (!accuracy || !isTestable(accuracy) || !(isClaimed(headline) || isClaimed(accuracy))) return [];
  const { variant, against: baseline } = accuracy;
  const fact = (code: Fact["code"], scale: number, signed: boolean): Fact[] => [
    {
      code,
      parameters: { where, variant, baseline, ...written(accuracy, { scale, signed, leastDecimals: 1 }) },
    },
  ];
  if (!isClaimed(accuracy)) return fact("accuracyUnclear", 100, true);
  return accuracy.difference.mean > 0
    ? fact("accuracyRises", 100, false)
    : fact("accuracyFalls", -100, false);
}
