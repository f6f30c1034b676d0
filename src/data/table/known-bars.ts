import { gapWordsOf } from "../../table/gaps";
import type { KnownColumn } from "../../table/scan/known";
import type { TableFeature } from "./features";

/** A column with its values in SQL. */
export type Counted = Pick<TableFeature, "column" | "kind" | "sql">;

/** The most bars of a column's histogram. */
export const mostBars = 12;

/** A column's bars from what is known of it without another look at the file; null if that is not enough. */
export function knownBars({ column, kind }: Counted, known: KnownColumn | undefined): number[] | null {
  if (!known) return null;
  if (kind === "number") return known.isPlain ? barsOfNumbers(known) : null;
  if (kind === "date" || !known.values) return null;
  const gaps = gapWordsOf(column, null);
  const counts = known.values.filter(({ text }) => !gaps.includes(text.trim().toLowerCase()));
  return counts
    .map(({ count }) => count)
    .sort((one, other) => other - one)
    .slice(0, mostBars);
}

function barsOfNumbers({ numbers, values, words, sample }: KnownColumn): number[] {
  const { least, most } = numbers!;
  const bars = Array<number>(mostBars).fill(0);
  const add = (value: number, count: number): void => {
    const bar = most > least ? Math.floor(((value - least) / (most - least)) * mostBars) : 0;
    bars[Math.min(bar, mostBars - 1)]! += count;
  };
  if (!values) for (const value of sample) add(value, 1);
  // Words of such a column are gaps.
  for (const each of values ?? []) if (!words.includes(each)) add(Number(each.text), each.count);
  return bars;
}
