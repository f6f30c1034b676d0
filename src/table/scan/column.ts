import { gapWords, isNumber } from "../numbers";
import type { ColumnFacts, NumberFacts, ValueCount } from "../values";
import { FewValues, mostValues } from "./few-values";
import { cellKindCount, cellKinds } from "./grammar";
import type { NumberCell } from "./number-cell";
import { numberIn, NumberRange, textOf } from "./number-range";

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

const mostSampled = 4096;

/** Collects what is known of a column, cell by cell. */
export class ColumnScan {
  private readonly counts = new Uint32Array(cellKindCount);
  private readonly words = new FewValues();
  private numbers: FewValues | null = new FewValues();
  private range = new NumberRange();
  private sample: number[] = [];
  /** One of so many rows is in the sample. */
  private every = 1;
  /** Each value has to be looked at. */
  private isUnknown = false;

  /** @param kind none of `empty`, `quoted`, `escaped` */
  add(kind: number, bytes: Uint8Array, start: number, end: number, row: number): void {
    if (this.isUnknown) return;
    this.counts[kind]! += 1;
    if (kind === cellKinds.word) {
      if (!this.words.add(bytes, start, end, row)) this.isUnknown = true;
      return;
    }
    if (this.numbers) {
      if (this.numbers.add(bytes, start, end, row)) return;
      this.endCounting(this.numbers);
    }
    this.addValue(numberIn(bytes, start, end), row);
  }

  /** A cell that needs no text. */
  addNumber(cell: NumberCell, bytes: Uint8Array, start: number, end: number, row: number): void {
    if (this.isUnknown) return;
    this.counts[cell.kind]! += 1;
    if (this.numbers) {
      const { small } = cell;
      if (small >= 0 ? this.numbers.addSmall(small, row) : this.numbers.addLong(bytes, start, end, row))
        return;
      this.endCounting(this.numbers);
    }
    if (cell.isExact) this.addValue(cell.value, row);
    else if (this.isPicked(row) || !this.range.addNearly(cell))
      this.addValue(numberIn(bytes, start, end), row);
  }

  /** There are too many values. */
  private endCounting(numbers: FewValues): void {
    this.range = rangeOf(numbers);
    this.numbers = null;
  }

  private addValue(value: number, row: number): void {
    this.range.add(value, row);
    if (this.isPicked(row)) this.pick(value);
  }

  private isPicked(row: number): boolean {
    return (row & (this.every - 1)) === 0;
  }

  private pick(value: number): void {
    if (this.sample.push(value) < mostSampled) return;
    this.sample = this.sample.filter((_, place) => place % 2 === 0);
    this.every *= 2;
  }

  /** @returns null if each value has to be looked at */
  known(): KnownColumn | null {
    if (this.isUnknown) return null;
    const few = this.numbers && countedIn(this.numbers);
    const range = this.numbers ? rangeOf(this.numbers) : this.range;
    const { integer, code, doubtful, pointed } = cellKinds;
    const [integers = 0, codes = 0, doubts = 0, points = 0] = [integer, code, doubtful, pointed].map(
      (kind) => this.counts[kind]!,
    );
    const plain = integers + codes + doubts + points;
    const words = countedIn(this.words);
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
        gapWords: 0,
        gapWordsInText: 0,
        gapValues: 0,
        pair: few && few.length <= 2 ? few.map(({ text }) => text) : [],
      },
      numbers: plain === 0 ? null : numbersOf(range, plain, few),
      words,
      values: few && [...few, ...words],
      isPlain: plain > 0 && !isMixed,
      sample: this.sample,
    };
  }
}

function countedIn({ values }: FewValues): ValueCount[] {
  return values.map(({ bytes, count, first }) => ({ text: textOf(bytes), count, first }));
}

function rangeOf({ values }: FewValues): NumberRange {
  const range = new NumberRange();
  for (const { bytes, count, first } of values) {
    const value = numberIn(bytes);
    range.add(value, first);
    // It stands in another row too, so the numbers do not count the rows.
    if (count > 1) range.add(value, first + 1);
  }
  return range;
}

function numbersOf(range: NumberRange, filled: number, few: readonly ValueCount[] | null): NumberFacts {
  const { least, most, areWhole, countsFrom } = range;
  const different = few ? new Set(few.map(({ text }) => Number(text))).size : mostValues + 1;
  return { least, most, areWhole, countsFrom, values: countsFrom === null ? different : filled };
}
