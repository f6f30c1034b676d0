import type { Fact } from "../messages/sentence";
import type { Analysis } from "./schema";
import { rangeText } from "./texts";
import type { View } from "./view";

/**
 * Ends a verdict if training was too short for one: how many of the compared validation losses still fall at the end,
 * and what to do. Empty if none does.
 * @param names the variants that the verdict compares, including the baseline
 */
export function fallingFacts(names: readonly string[], analysis: Analysis, { moment, mode }: View): Fact[] {
  const compared = analysis.variants.flatMap(({ variant, [moment]: at }) =>
    at && names.includes(variant) ? [{ variant, at }] : [],
  );
  if (compared.some(({ at }) => at.trained.includes(1))) return [{ code: "afterOneEpoch", parameters: {} }];
  const falling = compared.filter(({ at }) => at.trend?.[mode].falls);
  const [first] = falling;
  if (!first) return [];
  const epochs = rangeText(falling.flatMap(({ at }) => at.trained));
  const [count, all] = [falling.length, compared.length];
  if (count === 1) return [{ code: "fallingOne", parameters: { variant: first.variant, epochs } }];
  if (all === 2) return [{ code: "fallingBoth", parameters: { epochs } }];
  return [{ code: "fallingSome", parameters: { count, all, epochs } }];
}
