import { cellKinds } from "./grammar";

/** So many digits fit into 31 bits, and two such numbers are put together. */
const mostDigits = 9;
const powers = Float64Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
/** Larger whole numbers may not be exact. */
const mostExact = 2 ** 53;
const [point, plus, minus, zero] = Array.from(".+-0", (sign) => sign.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
];

/** Whole numbers of so few digits, as pixels and classes are, are counted by their value. */
export const smallDigits = 3;

/**
 * Reads what most cells are: a number with or without a sign and a point. It says the same of them as the states of `grammar.ts`,
 * and makes no text of them.
 */
export class NumberCell {
  /** One of `cellKinds`. */
  kind = 0;
  /** Its value if `isExact`; else nearly that: within `nearly` of it. */
  value = 0;
  isExact = true;
  /** The value of up to three digits without a sign, a point or a 0 in front; else -1. */
  small = -1;

  /**
   * @param bytes with some other byte behind the last digit
   * @returns where the number ends; -1 if none begins at `start` that can be read here
   */
  read(bytes: Uint8Array, start: number): number {
    const sign = bytes[start]!;
    const begin = sign === minus || sign === plus ? start + 1 : start;
    let at = begin;
    let high = 0;
    let low = 0;
    let pointAt = -1;
    for (let limit = begin + mostDigits; ; at++) {
      const byte = bytes[at]!;
      const digit = byte - zero;
      if (digit >>> 0 < 10) {
        if (at < limit) high = (Math.imul(high, 10) + digit) | 0;
        else low = (Math.imul(low, 10) + digit) | 0;
      } else if (byte === point && pointAt < 0) {
        pointAt = at;
        limit += 1;
      } else break;
    }
    const hasPoint = pointAt >= 0;
    const digits = hasPoint ? at - begin - 1 : at - begin;
    if (digits === 0 || digits > 2 * mostDigits) return -1;
    const rest = digits - mostDigits;
    const whole = rest > 0 ? high * powers[rest]! + low : high;
    // The quotient of two exact numbers is rounded once, as that of a text is.
    const value = hasPoint ? whole / powers[at - pointAt - 1]! : whole;
    this.value = sign === minus ? -value : value;
    this.isExact = whole < mostExact;
    const hasZero = bytes[begin] === zero;
    const isBare = begin === start && !hasPoint;
    this.small = isBare && digits <= smallDigits && (!hasZero || digits === 1) ? high : -1;
    if (hasPoint) {
      const mayBeThousands = at - pointAt === 4 && pointAt - begin <= 3 && pointAt > begin && !hasZero;
      this.kind = mayBeThousands ? cellKinds.doubtful : cellKinds.pointed;
    } else this.kind = isBare && hasZero && digits > 1 ? cellKinds.code : cellKinds.integer;
    return at;
  }
}

/** The relative error of a value that is not exact is smaller: it was rounded three times. */
export const nearly = 1e-15;
