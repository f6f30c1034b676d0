import type { Fact } from "../messages/sentence";
import { isClaimed, isTestable } from "./claims";
import type { Comparison, VariantAnalysis } from "./schema";
import { rangeText } from "./texts";

/** The most names in one sentence. */
const mostNames = 6;

/** The other variants of the group, each as the tests of the pairs place it beside the headline's. */
interface Placed {
  readonly names: readonly string[];
  readonly seeds: readonly number[];
}

/**
 * How the variant that lowers the loss most stands to the others of its size and width: lower than all of them only where
 * each pair was tested and every corrected test says so; else by name.
 * @param pairs comparisons of the group's other variants among themselves
 */
export function rateFacts(
  headline: Comparison,
  main: readonly VariantAnalysis[],
  pairs: readonly Comparison[],
  { where, set }: { readonly where: readonly Fact[]; readonly set: readonly Fact[] },
): Fact[] {
  const { variant, against: baseline } = headline;
  if (!isClaimed(headline) || headline.difference.mean > 0) return [];
  const sides = pairs
    .filter((one) => isTestable(one) && (one.variant === variant || one.against === variant))
    .map((one) => ({
      name: one.variant === variant ? one.against : one.variant,
      seeds: one.difference.n,
      // Of the headline's variant minus the other.
      sign: isClaimed(one) ? Math.sign(one.difference.mean) * (one.variant === variant ? 1 : -1) : 0,
    }));
  const withSign = (sign: number): Placed => {
    const found = sides.filter((side) => side.sign === sign);
    return { names: found.map(({ name }) => name), seeds: found.map(({ seeds }) => seeds) };
  };
  const fact = (code: Fact["code"], { names }: Placed): Fact[] =>
    names.length > 0 ? [{ code, parameters: { where, variant, names: named(names) } }] : [];
  const [lower, alike, higher] = [withSign(-1), withSign(0), withSign(1)];
  const others = main.filter((one) => one.variant !== variant && one.variant !== baseline);
  if (lower.names.length > 0 && lower.names.length === others.length) {
    // The baseline is one of them: the headline itself says that.
    return [{ code: "rateBest", parameters: { where, set, variant, others: others.length + 1 } }];
  }
  return [
    ...fact("rateBeaten", higher),
    ...fact("ratesAlike", alike).map(({ code, parameters }) => ({
      code,
      parameters: { ...parameters, seeds: rangeText(alike.seeds) },
    })),
    // Who is named as alike leaves the others; only where nobody is, those that it was tested against are named.
    ...(alike.names.length === 0 && higher.names.length === 0 ? fact("rateLower", lower) : []),
  ];
}

function named(names: readonly string[]): Fact[] {
  const facts = names
    .slice(0, mostNames)
    .map((name): Fact => ({ code: "named", parameters: { variant: name } }));
  const more = names.length - facts.length;
  return more > 0 ? [...facts, { code: "namedMore", parameters: { more } }] : facts;
}
