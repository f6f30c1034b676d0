/** A growing list of numbers, one per epoch, without a JavaScript object for each; NaN if missing. */
export class Column {
  #values = new Float64Array(0);
  #length = 0;

  set(index: number, value: number): void {
    if (index >= this.#values.length) {
      const larger = new Float64Array(Math.max(64, 2 * this.#values.length, index + 1)).fill(NaN);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[index] = value;
    this.#length = Math.max(this.#length, index + 1);
  }

  /** NaN if it was never set. */
  at(index: number): number {
    return this.#values[index] ?? NaN;
  }

  /** A view, not a copy: valid until the next `set`. */
  get values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}
