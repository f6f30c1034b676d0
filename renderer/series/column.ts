/** A growing list of numbers, one per epoch, without a JavaScript object for each; NaN if missing. */
export class Column {
  #values = new Float64Array(0);
  #length = 0;

  set(place: number, value: number): void {
    if (place >= this.#values.length) {
      const larger = new Float64Array(Math.max(64, 2 * this.#values.length, place + 1)).fill(NaN);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[place] = value;
    this.#length = Math.max(this.#length, place + 1);
  }

  /** NaN if it was never set. */
  at(place: number): number {
    return this.#values[place] ?? NaN;
  }

  /** A view, not a copy: valid until the next `set`. */
  get values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}
