/** The log density of a normal distribution around 0. */
export function logDensity(distance: number, variance: number): number {
  return -0.5 * (Math.log(2 * Math.PI * variance) + distance ** 2 / variance);
}

/** log Σ exp(x), without a sum that is 0 or infinite. */
export class LogSum {
  private largest = -Infinity;
  private sum = 0;

  add(value: number): void {
    if (value > this.largest) {
      this.sum = this.sum * Math.exp(this.largest - value) + 1;
      this.largest = value;
    } else this.sum += Math.exp(value - this.largest);
  }

  get value(): number {
    return this.largest + Math.log(this.sum);
  }
}
