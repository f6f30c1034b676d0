import type { Fact } from "../messages/sentence";
import type { VariantAnalysis } from "./schema";

/** How many variants were halted after which epochs: "9 of 12 (6 after epoch 5, 3 after epoch 15)". */
export function haltedFacts(variants: readonly VariantAnalysis[]): Fact[] {
  const epochs = variants.flatMap(({ haltedAt }) => haltedAt ?? []);
  if (epochs.length === 0) return [];
  const rungs = [...new Set(epochs)].sort((one, other) => one - other);
  const places = rungs.map((epoch): Fact => {
    const count = epochs.filter((each) => each === epoch).length;
    return { code: "haltedAfter", parameters: { count, epoch } };
  });
  return [{ code: "haltedVariants", parameters: { count: epochs.length, total: variants.length, places } }];
}
