import { withMinus } from "../messages/minus";
import type { Fact } from "../messages/sentence";
import { missingFact } from "./not-done-facts";
import { overFacts } from "./over-facts";
import { fewestPairs } from "./paired";
import type { MetricName } from "./names";
import type { Analysis, Comparison, Estimate, Paired } from "./schema";
import type { View } from "./view";

/** The level at which a difference is claimed: p of the t test, corrected by Holm for its family. */
const level = 0.05;

export function isClaimed({ tTest, untested, difference }: Paired): boolean {
  // The same difference in three or more seeds cannot be chance.
  return untested === "noSpread" ? difference.mean !== 0 : tTest !== null && tTest.holm < level;
}

export function isTestable({ untested }: Paired): boolean {
  return untested !== "fewerThan3Seeds";
}

/** Whether its sign may be stated: because of a test, or as an observation if no test is possible. */
export function isStated(one: Paired): boolean {
  return isTestable(one) ? isClaimed(one) : one.difference.mean !== 0;
}

/** The tested comparisons; all if none was tested, so that one or two seeds never outrank a test. */
export function mostTested<T>(all: readonly T[], pairedOf: (one: T) => Paired): readonly T[] {
  const testable = all.filter((one) => isTestable(pairedOf(one)));
  return testable.length > 0 ? testable : all;
}

/** Whether the plain interval excludes 0, which is not enough if several variants were tried. */
export function leavesZeroOut({ low, high }: Estimate): boolean {
  return low !== null && high !== null && (low > 0 || high < 0);
}

/** Comparisons of these variants at the view's epoch and mode. */
export function comparisonsOf(
  { comparisons }: Analysis,
  variants: ReadonlySet<string>,
  family: Comparison["family"],
  { moment, mode }: View,
  measure: MetricName,
): Comparison[] {
  return comparisons.filter(
    (one) =>
      one.family === family &&
      one.moment === moment &&
      one.measure === measure &&
      one.mode === mode &&
      variants.has(one.variant),
  );
}

/** The number of tests that Holm's correction counted for comparisons with a baseline, over all sizes and widths. */
export function testsInFamily({ comparisons }: Analysis, { moment, measure, mode }: Comparison): number {
  return comparisons.filter(
    (one) =>
      one.family === "baseline" &&
      one.moment === moment &&
      one.measure === measure &&
      one.mode === mode &&
      one.tTest !== null,
  ).length;
}

/**
 * A difference for a sentence, with its evidence. It has as many digits as its interval's width supports: one digit
 * of the half width, more only if rounding would make an interval that excludes 0 seem to include it. One or two seeds have no
 * interval in the sentence, and two digits. If the interval
 * excludes 0 but the corrected test does not support the difference, the sentence says so; otherwise it would seem to
 * contradict its own numbers.
 */
export function written(
  one: Paired,
  { scale = 1, signed = false, leastDecimals = 0 } = {},
): { difference: string; evidence: readonly Fact[] } {
  const { n, mean, ...ends } = one.difference;
  const { low, high } = n < fewestPairs ? { low: null, high: null } : ends;
  const values = [mean, low ?? mean, high ?? mean].map((value) => value * scale);
  const [centre, from, to] = values as [number, number, number];
  const width = Math.abs(to - from) / 2 || Math.abs(centre) / 10;
  let decimals = Math.max(leastDecimals, width > 0 ? Math.ceil(-Math.log10(width)) : 0);
  const isLost = (value: number) => Number(value.toFixed(decimals)) === 0;
  while (from * to > 0 && decimals < 8 && values.some(isLost)) decimals += 1;
  const text = (value: number) => numberText(value, Math.min(decimals, 8), signed);
  const interval = {
    low: text(Math.min(from, to)),
    high: text(Math.max(from, to)),
    over: overFacts(one.over, n),
    missing: missingFact(one),
  };
  return { difference: text(centre), evidence: [evidenceOf(one, interval)] };
}

function evidenceOf(
  one: Paired,
  interval: { low: string; high: string; over: readonly Fact[]; missing: readonly Fact[] },
): Fact {
  const { n } = one.difference;
  if (n < fewestPairs) {
    const { over, missing } = interval;
    return { code: n === 1 ? "inOneSeed" : "inTwoSeeds", parameters: { over, missing } };
  }
  if (!one.tTest || isClaimed(one) || !leavesZeroOut(one.difference)) {
    return { code: "interval", parameters: interval };
  }
  return { code: "intervalCorrected", parameters: { ...interval, p: one.tTest.holm.toFixed(2) } };
}

function numberText(value: number, decimals: number, signed: boolean): string {
  const digits = Math.abs(value).toFixed(decimals);
  if (Number(digits) === 0) return digits;
  if (value < 0) return withMinus(`-${digits}`);
  return signed ? `+${digits}` : digits;
}
