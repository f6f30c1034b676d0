/** More digits do not fit into 31 bits: such numbers take longer. */
const mostDigits = 9;
const powers = Array.from({ length: mostDigits + 1 }, (_, exponent) => 10 ** exponent);

/** The smallest and the largest of a column's numbers, and how they follow each other. */
export class NumberRange {
  /** Whether a number was beyond what a double holds. */
  isBeyond = false;
  areWhole = true;
  private least = Infinity;
  private most = -Infinity;
  /** Of numbers with so many digits behind the point, without the point. */
  private readonly leastDigits = new Float64Array(mostDigits + 1).fill(Infinity);
  private readonly mostDigits = new Float64Array(mostDigits + 1).fill(-Infinity);
  private offset = NaN;
  private counts = true;
  private isFirst = true;

  /** A cell that is a number by `grammar.ts`. */
  add(bytes: Uint8Array, start: number, end: number, row: number): void {
    const sign = bytes[start]!;
    let at = sign === 45 || sign === 43 ? start + 1 : start;
    if (end - at > mostDigits) return this.addValue(Number(textOf(bytes, start, end)), row);
    let digits = 0;
    let digit: number;
    for (; at < end && (digit = bytes[at]! - 48) >= 0 && digit <= 9; at++) {
      digits = (Math.imul(digits, 10) + digit) | 0;
    }
    let scale = 0;
    if (at < end) {
      if (bytes[at] !== 46) return this.addValue(Number(textOf(bytes, start, end)), row);
      const point = at;
      for (at += 1; at < end && (digit = bytes[at]! - 48) >= 0 && digit <= 9; at++) {
        digits = (Math.imul(digits, 10) + digit) | 0;
      }
      if (at < end) return this.addValue(Number(textOf(bytes, start, end)), row);
      scale = end - point - 1;
    }
    if (sign === 45) digits = -digits;
    if (digits < this.leastDigits[scale]!) this.leastDigits[scale] = digits;
    if (digits > this.mostDigits[scale]!) this.mostDigits[scale] = digits;
    if (this.areWhole && digits % powers[scale]! !== 0) this.areWhole = false;
    if (this.counts) this.follow(digits / powers[scale]!, row);
  }

  addValue(value: number, row: number): void {
    if (value < this.least) this.least = value;
    if (value > this.most) this.most = value;
    if (value !== Math.floor(value)) this.areWhole = false;
    if (!Number.isFinite(value)) this.isBeyond = true;
    if (this.counts) this.follow(value, row);
  }

  /** The quotient of two whole numbers is rounded once, as that of a text is. */
  get bounds(): { least: number; most: number } {
    return {
      least: Math.min(this.least, ...this.leastDigits.map((digits, scale) => digits / powers[scale]!)),
      most: Math.max(this.most, ...this.mostDigits.map((digits, scale) => digits / powers[scale]!)),
    };
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

export function textOf(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString();
}
