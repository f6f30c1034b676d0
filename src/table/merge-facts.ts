import { gapWordsInText } from "./numbers";
import type { ColumnFacts, ValueCount } from "./values";
import type { KnownColumn } from "./scan/known";

/** What a column looks like of which the scan knows some cells, and DuckDB has counted the others. */
export function mergedFacts(counted: ColumnFacts, { facts, values }: KnownColumn): ColumnFacts {
  const sum = (
    key:
      "filled" | "values" | "ambiguous" | "codes" | "moments" | "gapWords" | "gapWordsInText" | "gapValues",
  ): number => counted[key] + facts[key];
  const byMark = (key: "numbers" | "only") => ({
    ".": counted[key]["."] + facts[key]["."],
    ",": counted[key][","] + facts[key][","],
  });
  return {
    filled: sum("filled"),
    values: sum("values"),
    mostOfOne: Math.max(counted.mostOfOne, facts.mostOfOne),
    numbers: byMark("numbers"),
    only: byMark("only"),
    ambiguous: sum("ambiguous"),
    ambiguousExample: counted.ambiguousExample || facts.ambiguousExample,
    codes: sum("codes"),
    moments: sum("moments"),
    areVersions: counted.areVersions,
    gapWords: sum("gapWords"),
    gapWordsInText: sum("gapWordsInText"),
    gapValues: sum("gapValues"),
    pair: pairOf(values ?? []),
  };
}

/** The first and the last value but for gaps, if there are no more than two; by code point. */
function pairOf(all: readonly ValueCount[]): string[] {
  const values = all.filter(({ text }) => !gapWordsInText.includes(text.trim().toLowerCase()));
  if (values.length === 0 || values.length > 2) return [];
  const texts = values
    .map(({ text }) => text)
    .sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  return [texts[0]!, texts.at(-1)!];
}
