import { foursOf, type NumbersOfRows } from "./numbers-of-rows";

/** What stands in for the place of a cell without a value, and of NaN. */
const [empty, notANumber] = [0x5bd1e995, 0x1b873593];

/**
 * For each row a hash of its numbers, column by column: a sum, from which a column can be taken off again. Equal rows have equal hashes. A zero adds
 * nothing, which most pixels are.
 */
export class RowSums {
  private high = new Int32Array(0);
  private low = new Int32Array(0);
  /** How many there are. */
  rows = 0;

  /** Hashes of 53 bits. */
  get hashes(): Float64Array {
    const { high, low } = this;
    return Float64Array.from({ length: this.rows }, (_, row) => {
      return (high[row]! >>> 0) * 2 ** 21 + (low[row]! >>> 11);
    });
  }

  copy(): RowSums {
    const copy = new RowSums();
    copy.high = this.high.slice();
    copy.low = this.low.slice();
    copy.rows = this.rows;
    return copy;
  }

  /**
   * @param place of the column
   * @param first the number of the first of these rows
   * @param sign -1 to take off what was added
   */
  add(place: number, numbers: NumbersOfRows, rows: number, first: number, sign: 1 | -1 = 1): void {
    const { items, filled } = numbers;
    const fours = foursOf(numbers);
    this.grow(first + rows);
    const seed = Math.imul(place + 1, 0x9e3779b1);
    const words = items instanceof Float64Array ? wordsOf(items, 8) : null;
    const halves = items instanceof Float32Array ? wordsOf(items, 4) : null;
    const { high, low } = this;
    for (let row = 0; row < rows; row++) {
      if ((row & 3) === 0 && row >> 2 < fours.length && fours[row >> 2] === 0) {
        row += 3;
        continue;
      }
      let word: number;
      let other = 0;
      if (filled !== null && ((filled[row >>> 5]! >>> (row & 31)) & 1) === 0) word = empty;
      else {
        const value = items[row]!;
        // Of either sign.
        if (value === 0) continue;
        if (value !== value) word = notANumber;
        else if (words) {
          word = words[2 * row]!;
          other = words[2 * row + 1]!;
        } else word = halves ? halves[row]! : value;
      }
      let mixed = mix(word ^ seed);
      if (words) mixed = mix(mixed ^ other);
      high[first + row] = high[first + row]! + sign * mixed;
      low[first + row] = low[first + row]! + sign * mix(mixed ^ 0x2c1b3c6d);
    }
  }

  private grow(rows: number): void {
    this.rows = Math.max(this.rows, rows);
    if (rows <= this.high.length) return;
    const [high, low] = [new Int32Array(2 * rows), new Int32Array(2 * rows)];
    high.set(this.high);
    low.set(this.low);
    this.high = high;
    this.low = low;
  }
}

function wordsOf({ buffer, byteOffset, length }: Float32Array | Float64Array, bytes: 4 | 8): Int32Array {
  return new Int32Array(buffer, byteOffset, (length * bytes) / 4);
}

/** MurmurHash3's finaliser: each of 32 bits changes half of the others. */
function mix(word: number): number {
  let bits = word;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
