import { FewValues, type PackedValues } from "./few-values";
import { cellKindCount, cellKinds } from "./grammar";
import type { NumberCell } from "./number-cell";
import { numberIn, NumberRange, type RangeFacts } from "./number-range";

/** What some rows tell of a column. Their numbers count from the first of these rows. */
export interface ColumnPart {
  /** Cells by their kind. */
  readonly counts: Uint32Array;
  /** Values that are no numbers. */
  readonly words: PackedValues;
  /** Null if there are too many; then `sample` tells of them. */
  readonly numbers: PackedValues | null;
  readonly range: RangeFacts;
  /** The numbers of evenly spread rows, one of `every`. */
  readonly sample: readonly number[];
  readonly every: number;
  /** Each value has to be looked at; nothing else is told. */
  readonly isUnknown: boolean;
}

/** Collects what a column's cells tell, row by row. */
export class ColumnScan {
  private readonly counts = new Uint32Array(cellKindCount);
  private readonly words: FewValues;
  private numbers: FewValues | null;
  /** How many of them are in the range. */
  private different = 0;
  private readonly range = new NumberRange();
  private sample: number[] = [];
  /** One of so many rows is in the sample. */
  private every = 1;
  /** Each value has to be looked at. */
  private isUnknown = false;

  /**
   * @param kept the most different values that are kept
   * @param mostSampled the most numbers in the sample
   */
  constructor(
    kept: number,
    private readonly mostSampled: number,
  ) {
    this.words = new FewValues(kept);
    this.numbers = new FewValues(kept);
  }

  /** @param kind none of `empty`, `quoted`, `escaped` */
  add(kind: number, bytes: Uint8Array, start: number, end: number, row: number): void {
    if (this.isUnknown) return;
    this.counts[kind]! += 1;
    if (kind === cellKinds.word) {
      if (!this.words.add(bytes, start, end, row)) this.isUnknown = true;
      return;
    }
    if (this.numbers && this.count(this.numbers.add(bytes, start, end, row))) return;
    this.addValue(numberIn(bytes, start, end), row);
  }

  /** A whole number of up to three digits, without a sign, a point or a 0 in front. */
  addSmall(value: number, row: number): void {
    if (this.isUnknown) return;
    this.counts[cellKinds.integer]! += 1;
    if (this.numbers && this.count(this.numbers.addSmall(value, row))) return;
    this.addValue(value, row);
  }

  /** A cell that needs no text. */
  addNumber(cell: NumberCell, bytes: Uint8Array, start: number, end: number, row: number): void {
    if (this.isUnknown) return;
    this.counts[cell.kind]! += 1;
    if (this.numbers) {
      const { small } = cell;
      const isCounted =
        small >= 0 ? this.numbers.addSmall(small, row) : this.numbers.addLong(bytes, start, end, row);
      if (this.count(isCounted)) return;
    }
    if (cell.isExact) this.addValue(cell.value, row);
    else if (this.isPicked(row) || !this.range.addNearly(cell))
      this.addValue(numberIn(bytes, start, end), row);
  }

  /** @returns whether the value has been there before, so that the range has it */
  private count(isCounted: boolean): boolean {
    if (!isCounted) {
      this.numbers = null;
      return false;
    }
    const { size } = this.numbers!;
    if (size > this.different) {
      this.different = size;
      return false;
    }
    // In two rows the same: the numbers do not count the rows.
    this.range.counts = false;
    return true;
  }

  private addValue(value: number, row: number): void {
    this.range.add(value, row);
    if (!this.numbers && this.isPicked(row)) this.pick(value);
  }

  private isPicked(row: number): boolean {
    return (row & (this.every - 1)) === 0;
  }

  private pick(value: number): void {
    if (this.sample.push(value) < this.mostSampled) return;
    this.sample = this.sample.filter((_, place) => place % 2 === 0);
    this.every *= 2;
  }

  get part(): ColumnPart {
    const { counts, words, numbers, range, sample, every, isUnknown } = this;
    return {
      ...{ counts, range, sample, every, isUnknown },
      words: words.packed,
      numbers: numbers?.packed ?? null,
    };
  }
}
