/** Rows of bytes, of which equal ones have equal values. */
export interface BytesOfRows {
  readonly bytes: Uint8Array;
  /** Bytes of a row. */
  readonly width: number;
}

/** As `firstEqualRows`, four bytes at a time where a row can be divided so. */
export function firstEqualBytes(
  rows: number,
  { bytes, width }: BytesOfRows,
  targets: ArrayLike<number>,
): Int32Array | undefined {
  const isInWords = width % 4 === 0 && bytes.byteOffset % 4 === 0;
  const values = isInWords ? new Int32Array(bytes.buffer, bytes.byteOffset, (rows * width) / 4) : bytes;
  const count = isInWords ? width / 4 : width;
  return firstEqualRows(rows, count + 1, (row, place) =>
    place === count ? targets[row]! : values[row * count + place]!,
  );
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
  const firsts = new Int32Array(rows);
  const known = new Map<number, number[]>();
  const value = new Float64Array(1);
  const halves = new Uint32Array(value.buffer);
  const areEqual = (one: number, other: number): boolean => {
    for (let place = 0; place < width; place++) {
      if (valueAt(one, place) !== valueAt(other, place)) return false;
    }
    return true;
  };
  for (let row = 0; row < rows; row++) {
    let [high, low] = [0x9e3779b9, 0x85ebca6b];
    for (let place = 0; place < width; place++) {
      value[0] = valueAt(row, place);
      high = Math.imul(high ^ halves[1]! ^ (high >>> 15), 0x2c1b3c6d) + low;
      low = Math.imul(low ^ halves[0]! ^ halves[1]! ^ (low >>> 13), 0x297a2d39) + high;
    }
    const hash = (high >>> 0) * 2 ** 20 + ((low >>> 0) % 2 ** 20);
    // Rows of one hash are looked at: equal hashes are no equal rows.
    const alike = known.get(hash);
    const first = alike?.find((other) => areEqual(other, row));
    firsts[row] = first ?? row;
    if (alike === undefined) known.set(hash, [row]);
    else if (first === undefined) alike.push(row);
  }
  return firsts;
}
