import { nearly, type NumberCell } from "./number-cell";

/** What is known of some rows' numbers. */
export interface RangeFacts {
  /** Whether a number was beyond what a double holds. */
  readonly isBeyond: boolean;
  readonly areWhole: boolean;
  readonly least: number;
  readonly most: number;
  /** A number less its row's number, and whether that is the same of all. */
  readonly offset: number;
  readonly counts: boolean;
  readonly isFirst: boolean;
}

/** The smallest and the largest of a column's numbers, and how they follow each other. */
export class NumberRange implements RangeFacts {
  isBeyond = false;
  areWhole = true;
  least = Infinity;
  most = -Infinity;
  offset = NaN;
  counts = true;
  isFirst = true;

  /** Adds the numbers of other rows. @param row the number of their first row */
  addAll(other: RangeFacts, row: number): void {
    if (other.isFirst) return;
    this.isBeyond ||= other.isBeyond;
    this.areWhole &&= other.areWhole;
    this.least = Math.min(this.least, other.least);
    this.most = Math.max(this.most, other.most);
    const offset = other.offset - row;
    this.counts &&= other.counts && (this.isFirst || this.offset === offset);
    if (this.isFirst) this.offset = offset;
    this.isFirst = false;
  }

  /** @returns false if the cell's exact value is needed */
  addNearly({ value }: NumberCell): boolean {
    const most = Math.abs(value) * nearly;
    return !this.areWhole && !this.counts && value - most > this.least && value + most < this.most;
  }

  add(value: number, row: number): void {
    if (value < this.least) this.least = value;
    if (value > this.most) this.most = value;
    if (this.areWhole && value !== Math.floor(value)) this.areWhole = false;
    if (value - value !== 0) this.isBeyond = true;
    if (this.counts) this.follow(value, row);
  }

  /** The first row's number, if each is that of the row before plus 1; else null. */
  get countsFrom(): number | null {
    return this.counts && !this.isFirst ? this.offset : null;
  }

  private follow(value: number, row: number): void {
    if (this.isFirst) this.offset = value - row;
    else if (value - row !== this.offset) this.counts = false;
    this.isFirst = false;
  }
}

/** Of a cell that is a number by `grammar.ts`, or of its bytes. */
export function numberIn(bytes: Uint8Array, start = 0, end = bytes.length): number {
  return Number(textOf(bytes, start, end));
}

export function textOf(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString();
}
