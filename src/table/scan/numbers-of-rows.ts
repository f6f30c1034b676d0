/** Numbers of some rows. Of other rows `filled` has a bit of 0; null if all have a number. */
export interface NumbersOfRows {
  readonly items: ArrayLike<number>;
  readonly filled: Uint32Array | null;
}
