import type { Fact } from "../messages/sentence";
import { dataText } from "./own-data";
import type { Analysis, VariantAnalysis } from "./schema";

/**
 * The variants of the size, width and data that sentences are about: those of the baseline that was chosen; else the most rows,
 * and the width closest to the document's.
 */
export function mainGroup({ variants, chosenBaseline }: Analysis): VariantAnalysis[] {
  const distance = ({ width }: VariantAnalysis) => Math.abs(Math.log(width));
  const standing = variants.filter((one) => one.haltedAt === undefined);
  const measured = standing.filter(({ last }) => last);
  const chosen = measured.find(({ variant }) => variant === chosenBaseline);
  const [largest] = [...(measured.length > 0 ? measured : standing)].sort(
    (one, other) => other.train - one.train || distance(one) - distance(other),
  );
  const first = chosen ?? largest;
  if (!first) return [];
  const root = baselineOf(first, variants);
  return standing.filter(
    (one) =>
      one.train === first.train &&
      one.width === first.width &&
      (root === null ? dataText(one) === dataText(first) : baselineOf(one, variants) === root),
  );
}

/** What it is compared with, or itself where others are compared with it. */
function baselineOf({ variant, baseline }: VariantAnalysis, all: readonly VariantAnalysis[]): string | null {
  return baseline ?? (all.some((one) => one.baseline === variant) ? variant : null);
}

/**
 * The variants that sentences compare with the baseline: those with dropout and those that change other settings; if the
 * baseline has dropout, all others.
 */
export function toldVariants(main: readonly VariantAnalysis[]): ReadonlySet<string> {
  const hasDropping = main.some(
    ({ variant, drops }) => drops && main.some((one) => one.baseline === variant),
  );
  return new Set(
    main.flatMap(({ variant, drops, baseline, set }) =>
      (hasDropping || set ? baseline !== null : drops) ? [variant] : [],
    ),
  );
}

/** Names the main group in a sentence about all of it; empty if there is no other group. */
export function setFacts(main: readonly VariantAnalysis[], { variants }: Analysis): Fact[] {
  const [one] = main;
  if (!one) return [];
  const rows = rowsText(one.train);
  const ofRows = variants.some(({ train }) => train !== one.train);
  const ofWidth = variants.some(({ width }) => width !== one.width);
  if (ofRows && ofWidth) return [{ code: "ofSizeAndWidth", parameters: { rows, width: one.width } }];
  if (ofRows) return [{ code: "ofSize", parameters: { rows } }];
  return ofWidth ? [{ code: "ofWidth", parameters: { width: one.width } }] : [];
}

export function rowsText(rows: number): string {
  return rows.toLocaleString("en");
}
