import type { Fact } from "../messages/sentence";
import type { Analysis, VariantAnalysis } from "./schema";

/**
 * The variants of the size and width that sentences describe: the most rows, and the width closest to the document's.
 */
export function mainGroup({ variants }: Analysis): VariantAnalysis[] {
  const distance = ({ width }: VariantAnalysis) => Math.abs(Math.log(width));
  const measured = variants.filter(({ last }) => last);
  const [first] = [...(measured.length > 0 ? measured : variants)].sort(
    (one, other) => other.train - one.train || distance(one) - distance(other),
  );
  return variants.filter(({ train, width }) => train === first?.train && width === first.width);
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
