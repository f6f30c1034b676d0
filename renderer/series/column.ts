/** A growing list of numbers, one for each epoch, without a JavaScript object for each; NaN where there is none. */
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

  /** NaN outside of what was set. */
  at(place: number): number {
    return this.#values[place] ?? NaN;
  }

  /** A view, not a copy: good until the next `set`. */
  get values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}
