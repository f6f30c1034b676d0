import { noSums, type SampleSums } from "../sample-sums";

/** Losses and hits of many calls, added in float64. */
export class Sums {
  /** @param values the sums so far */
  constructor(public values: SampleSums = noSums) {}

  /** @param losses parts of the sum @param hits parts of the sum; none for regression */
  add(losses: readonly ArrayLike<number>[], hits: readonly ArrayLike<number>[]): void {
    this.values = {
      loss: this.values.loss + total(losses),
      hits: hits.length > 0 ? (this.values.hits ?? 0) + total(hits) : this.values.hits,
    };
  }
}

function total(parts: readonly ArrayLike<number>[]): number {
  return parts.reduce((sum, part) => Array.from(part).reduce((added, each) => added + each, sum), 0);
}
