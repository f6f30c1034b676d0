import { gapWords, isNumber } from "../numbers";
import type { ColumnFacts, NumberFacts, ValueCount } from "../values";
import type { ColumnPart } from "./column";
import { FewValues, mostValues, type PackedValues } from "./few-values";
import { cellKinds } from "./grammar";
import { NumberRange } from "./number-range";

/** More numbers are not kept of a column. */
export const mostSampled = 4096;

/** What one look at all cells tells of a column. */
export interface KnownColumn {
  /** Of the cells that are plain numbers. */
  readonly facts: ColumnFacts;
  /** Null if there are none. */
  readonly numbers: NumberFacts | null;
  /** All other values that are not empty. */
  readonly words: readonly ValueCount[];
  /** All values; null if they are too many. */
  readonly values: readonly ValueCount[] | null;
  /** Whether each cell is a plain number or a gap. */
  readonly isPlain: boolean;
  /** If `values` is null: numbers of evenly spread rows, some thousand of many. */
  readonly sample: readonly number[];
}

/** Some rows of a file, and what they tell of one column. */
export interface PlacedPart {
  /** The number of their first row. */
  readonly row: number;
  readonly column: ColumnPart;
}

/**
 * Puts together what the parts of a file tell of one column.
 * @param parts in the order of the file
 * @param kept the most different values that are kept
 * @returns null if each value has to be looked at
 */
export function knownColumn(parts: readonly PlacedPart[], kept: number): KnownColumn | null {
  if (parts.some(({ column }) => column.isUnknown)) return null;
  const words = together(parts, kept, ({ words: some }) => some);
  if (words === null) return null;
  const few = together(parts, kept, ({ numbers }) => numbers);
  const range = new NumberRange();
  for (const { column, row } of parts) range.addAll(column.range, row);
  const { integer, code, doubtful, pointed } = cellKinds;
  const [integers, codes, doubts, points] = [integer, code, doubtful, pointed].map((kind) =>
    parts.reduce((sum, { column }) => sum + column.counts[kind]!, 0),
  ) as [number, number, number, number];
  const plain = integers + codes + doubts + points;
  const isMixed = words.some(({ text }) => !gapWords.includes(text.trim().toLowerCase()));
  // Among words, numbers are looked at too; of many codes each is different from others; 1.250 may mean thousands.
  const isSimple = isMixed
    ? few !== null && points + doubts === 0
    : (few !== null || codes === 0) && (doubts === 0 || points > 0);
  if (!isSimple || range.isBeyond || words.some(({ text }) => isNumber(text.trim()))) return null;
  return {
    facts: {
      filled: plain,
      values: few?.length ?? mostValues + 1,
      mostOfOne: few ? Math.max(0, ...few.map(({ count }) => count)) : range.countsFrom === null ? 2 : 1,
      numbers: { ".": plain, ",": plain - points },
      only: { ".": points, ",": 0 },
      ambiguous: doubts,
      ambiguousExample: "",
      codes,
      moments: 0,
      areVersions: false,
      gapWords: 0,
      gapWordsInText: 0,
      gapValues: 0,
      pair: few && few.length <= 2 ? few.map(({ text }) => text) : [],
    },
    numbers: plain === 0 ? null : numbersOf(range, plain, few),
    words,
    values: few && [...few, ...words],
    isPlain: plain > 0 && !isMixed,
    sample: few ? [] : sampleOfAll(parts),
  };
}

/** @returns null if there are too many values */
function together(
  parts: readonly PlacedPart[],
  kept: number,
  valuesOf: (column: ColumnPart) => PackedValues | null,
): ValueCount[] | null {
  const all = new FewValues(kept);
  for (const { column, row } of parts) {
    const values = valuesOf(column);
    if (values === null || !all.addAll(values, row)) return null;
  }
  return all.values;
}

function unpacked(values: PackedValues): ValueCount[] {
  const few = new FewValues();
  few.addAll(values, 0);
  return few.values;
}

function numbersOf(range: NumberRange, filled: number, few: readonly ValueCount[] | null): NumberFacts {
  const { least, most, areWhole, countsFrom } = range;
  const different = few ? new Set(few.map(({ text }) => Number(text))).size : mostValues + 1;
  return {
    least: least + 0,
    most: most + 0,
    areWhole,
    countsFrom,
    values: countsFrom === null ? different : filled,
  };
}

type Sample = Pick<ColumnPart, "sample" | "every">;

/** Of each part the same share of its rows. */
function sampleOfAll(parts: readonly PlacedPart[]): number[] {
  const samples = parts.map(({ column }) => (column.numbers ? sampleOf(unpacked(column.numbers)) : column));
  const every = Math.max(...samples.map((each) => each.every));
  const thinned = (values: readonly number[], step: number): number[] =>
    values.filter((_, place) => place % step === 0);
  let all = samples.flatMap((each) => thinned(each.sample, every / each.every));
  while (all.length > mostSampled) all = thinned(all, 2);
  return all;
}

/** Of a few values each as often as it stands there. */
function sampleOf(values: readonly ValueCount[]): Sample {
  const rows = values.reduce((sum, { count }) => sum + count, 0);
  let every = 1;
  while (rows / every > mostSampled) every *= 2;
  const sample: number[] = [];
  let seen = 0;
  for (const { text, count } of values) {
    seen += count;
    while (sample.length * every < seen) sample.push(Number(text));
  }
  return { sample, every };
}
