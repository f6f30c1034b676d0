import type { Fact } from "../messages/sentence";
import { isClaimed, isTestable } from "./claims";
import type { Comparison, VariantAnalysis } from "./schema";
import { absentFact } from "./not-done-facts";
import { overFacts } from "./over-facts";
import { rangeText } from "./texts";

/** The most names in one sentence. */
const mostNames = 6;

/** The other variants of the group, sorted by the tests of their pairs with the headline's variant. */
interface Placed {
  readonly names: readonly Fact[];
  readonly seeds: readonly number[];
}

/**
 * How the variant that lowers the loss most compares with the others of its size and width. It is called lower than
 * all of them only if each pair was tested and every corrected test agrees; otherwise the others are named.
 * @param pairs comparisons of the group's other variants with each other
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
      missing: absentFact(one),
      // Of the headline's variant minus the other.
      sign: isClaimed(one) ? Math.sign(one.difference.mean) * (one.variant === variant ? 1 : -1) : 0,
    }));
  const withSign = (sign: number): Placed => {
    const found = sides.filter((side) => side.sign === sign);
    return { names: found.map(nameFact), seeds: found.map(({ seeds }) => seeds) };
  };
  const fact = (code: Fact["code"], { names }: Placed): Fact[] =>
    names.length > 0 ? [{ code, parameters: { where, variant, names: named(names) } }] : [];
  const [lower, alike, higher] = [withSign(-1), withSign(0), withSign(1)];
  const others = main.filter((one) => one.variant !== variant && one.variant !== baseline);
  if (lower.names.length > 0 && lower.names.length === others.length) {
    // The headline itself already names the baseline.
    return [{ code: "rateBest", parameters: { where, set, variant, others: others.length + 1 } }];
  }
  return [
    ...fact("rateBeaten", higher),
    ...fact("ratesAlike", alike).map(({ code, parameters }) => ({
      code,
      parameters: { ...parameters, over: overFacts(pairs[0]!.over, rangeText(alike.seeds)) },
    })),
    // Only if no other variant is named so far, the variants that it is lower than are named.
    ...(alike.names.length === 0 && higher.names.length === 0 ? fact("rateLower", lower) : []),
  ];
}

/** The variant, and the seeds that are missing from its pairs. */
function nameFact({ name, missing }: { readonly name: string; readonly missing: readonly Fact[] }): Fact {
  return { code: "named", parameters: { variant: name, missing } };
}

function named(names: readonly Fact[]): Fact[] {
  const facts = names.slice(0, mostNames);
  const more = names.length - facts.length;
  return more > 0 ? [...facts, { code: "namedMore", parameters: { more } }] : facts;
}
