/** Rows of bytes, of which equal ones have equal values. */
export interface BytesOfRows {
  readonly bytes: Uint8Array;
  /** Bytes of a row. */
  readonly width: number;
}

/** As `firstEqualRows`, from the bytes: four at a time where a row can be divided so. */
export function firstEqualBytes(
  rows: number,
  { bytes, width }: BytesOfRows,
  targets: ArrayLike<number>,
): Int32Array | undefined {
  const isInWords = width % 4 === 0 && bytes.byteOffset % 4 === 0;
  const count = isInWords ? width / 4 : width;
  if (rows * (count + 1) > mostCompared) return undefined;
  // Each has code of its own: reading either kind of array takes several times as long.
  return isInWords
    ? firstEqualWords(rows, new Int32Array(bytes.buffer, bytes.byteOffset, rows * count), count, targets)
    : firstEqualRows(rows, count + 1, (row, place) =>
        place === count ? targets[row]! : bytes[row * count + place]!,
      );
}

function firstEqualWords(
  rows: number,
  words: Int32Array,
  width: number,
  targets: ArrayLike<number>,
): Int32Array {
  const hashOf = (row: number): number => {
    let hash = targets[row]! | 0;
    for (let at = row * width; at < (row + 1) * width; at++) {
      hash = Math.imul(hash ^ words[at]!, 0x2c1b3c6d);
      hash ^= hash >>> 15;
    }
    return hash;
  };
  const areEqual = (one: number, other: number): boolean => {
    if (targets[one] !== targets[other]) return false;
    const [from, behind] = [one * width, (other - one) * width];
    for (let at = from; at < from + width; at++) if (words[at] !== words[at + behind]) return false;
    return true;
  };
  return firstEqual(rows, hashOf, areEqual);
}

/** More values are not compared: it would take seconds. */
export const mostCompared = 100_000_000;

/**
 * For each row the number of the first row that is equal to it, target included.
 * @param valueAt a row's value at a place; the target is one of them
 * @returns undefined where there are too many values
 */
export function firstEqualRows(
  rows: number,
  width: number,
  valueAt: (row: number, place: number) => number,
): Int32Array | undefined {
  if (rows * width > mostCompared) return undefined;
  const value = new Float64Array(1);
  const halves = new Uint32Array(value.buffer);
  const areEqual = (one: number, other: number): boolean => {
    for (let place = 0; place < width; place++) {
      if (valueAt(one, place) !== valueAt(other, place)) return false;
    }
    return true;
  };
  const hashOf = (row: number): number => {
    let [high, low] = [0x9e3779b9, 0x85ebca6b];
    for (let place = 0; place < width; place++) {
      value[0] = valueAt(row, place);
      high = Math.imul(high ^ halves[1]! ^ (high >>> 15), 0x2c1b3c6d) + low;
      low = Math.imul(low ^ halves[0]! ^ halves[1]! ^ (low >>> 13), 0x297a2d39) + high;
    }
    return (high >>> 0) * 2 ** 20 + ((low >>> 0) % 2 ** 20);
  };
  return firstEqual(rows, hashOf, areEqual);
}

/** @param hashOf equal of equal rows; those of one hash are compared, since equal hashes are no equal rows */
function firstEqual(
  rows: number,
  hashOf: (row: number) => number,
  areEqual: (one: number, other: number) => boolean,
): Int32Array {
  const firsts = new Int32Array(rows);
  /** The last row of each hash, and for each row the one before it with the same hash, or -1: only rows that differ. */
  const last = new Map<number, number>();
  const before = new Int32Array(rows).fill(-1);
  for (let row = 0; row < rows; row++) {
    const hash = hashOf(row);
    const alike = last.get(hash) ?? -1;
    let first = alike;
    while (first >= 0 && !areEqual(first, row)) first = before[first]!;
    firsts[row] = first >= 0 ? first : row;
    if (first >= 0) continue;
    before[row] = alike;
    last.set(hash, row);
  }
  return firsts;
}
