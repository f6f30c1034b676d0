import { nearly, type NumberCell } from "./number-cell";

/** The smallest and the largest of a column's numbers, and how they follow each other. */
export class NumberRange {
  /** Whether a number was beyond what a double holds. */
  isBeyond = false;
  areWhole = true;
  least = Infinity;
  most = -Infinity;
  private offset = NaN;
  private counts = true;
  private isFirst = true;

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
