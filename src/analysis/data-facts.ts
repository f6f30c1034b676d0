import type { Fact } from "../messages/sentence";
import { dataDifferences, dataName, dataText } from "./own-data";
import type { Analysis, Comparison, VariantAnalysis } from "./schema";

/** The most pairs that are named, each in a sentence. */
const mostPairs = 3;

/**
 * What must be known beside the differences of these comparisons: which pairs have other data or train for other numbers of
 * epochs, which variants have data that the sentences are not about, and which are compared with none.
 */
export function dataFacts(
  comparisons: readonly Comparison[],
  main: readonly VariantAnalysis[],
  { variants }: Analysis,
): Fact[] {
  const named = new Map(variants.map((one) => [one.variant, one]));
  const pairs = comparisons.map(
    ({ variant, against }) => [named.get(variant)!, named.get(against)!] as const,
  );
  const ofPair = (code: Fact["code"], differs: (one: VariantAnalysis, other: VariantAnalysis) => Fact[]) =>
    pairs.flatMap(([one, other]): Fact[] => {
      const differences = differs(one, other);
      if (differences.length === 0) return [];
      return [{ code, parameters: { variant: one.variant, baseline: other.variant, differences } }];
    });
  const ofData = ofPair("pairOtherData", dataDifferences);
  const ofEpochs = ofPair("pairOtherEpochs", ({ epochs: own }, { epochs: other }) =>
    own === undefined || own === other
      ? []
      : [{ code: "differentEpochs", parameters: { own, other: other! } }],
  );
  return [
    ...ofData.slice(0, mostPairs),
    ...ofEpochs.slice(0, mostPairs),
    ...otherGroups(main, variants),
    ...alone(variants),
  ];
}

/** Of one size and width, variants with other data that are compared among themselves. */
function otherGroups(main: readonly VariantAnalysis[], variants: readonly VariantAnalysis[]): Fact[] {
  const [first] = main;
  if (!first || main.some((one) => dataText(one) !== dataText(first))) return [];
  const others = variants.filter((one) => isCompared(one, variants) && dataText(one) !== dataText(first));
  const names = [...new Set(others.map(dataName))];
  if (names.length === 0) return [];
  return [{ code: "otherDataGroups", parameters: { own: dataName(first), others: names.join("; ") } }];
}

/** Those with data that no other variant has, in whose targets' spread the loss of a regression is measured. */
function alone(variants: readonly VariantAnalysis[]): Fact[] {
  const names = variants
    .filter((one) => !isCompared(one, variants) && one.haltedAt === undefined)
    .filter((one) => variants.some((other) => dataText(one) !== dataText(other) && !isAlike(one, other)))
    .map(({ variant }): Fact => ({ code: "named", parameters: { variant, missing: [] } }));
  return names.length > 0 ? [{ code: "otherDataAlone", parameters: { names } }] : [];
}

const isAlike = (one: VariantAnalysis, other: VariantAnalysis) =>
  one.train !== other.train || one.width !== other.width;

function isCompared({ variant, baseline }: VariantAnalysis, all: readonly VariantAnalysis[]): boolean {
  return baseline !== null || all.some((one) => one.baseline === variant);
}
