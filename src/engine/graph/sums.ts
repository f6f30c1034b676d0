import type { Measures } from "../../experiment/result";

/** Losses and hits of many calls, added in float64. */
export class Sums {
  private losses = 0;
  private hits: number | null = null;

  /** @param losses @param hits parts of the sums; no part of hits for regression */
  add(losses: readonly ArrayLike<number>[], hits: readonly ArrayLike<number>[]): void {
    this.losses += total(losses);
    if (hits.length > 0) this.hits = (this.hits ?? 0) + total(hits);
  }

  /** The means over so many samples. */
  means(samples: number): Measures {
    const loss = this.losses / samples;
    return this.hits === null ? { loss } : { loss, accuracy: this.hits / samples };
  }
}

function total(parts: readonly ArrayLike<number>[]): number {
  return parts.reduce((sum, part) => Array.from(part).reduce((added, each) => added + each, sum), 0);
}
