/** Numbers of some rows. Of other rows `filled` has a bit of 0; null if all have a number. */
export interface NumbersOfRows {
  readonly items: ArrayLike<number>;
  readonly filled: Uint32Array | null;
}

const none = new Int32Array(0);

/** Four rows at a time of numbers of a byte; empty of others. Most pixels are 0, and so are most fours of them. */
export function foursOf({ items, filled }: NumbersOfRows): Int32Array {
  if (!(items instanceof Uint8Array) || filled !== null || items.byteOffset % 4 !== 0) return none;
  return new Int32Array(items.buffer, items.byteOffset, items.length >> 2);
}
