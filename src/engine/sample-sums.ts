import type { Measures } from "../experiment/result";

/** What is added up over samples, in float64. */
export interface SampleSums {
  readonly loss: number;
  /** Samples classed right; null for regression, and before the first. */
  readonly hits: number | null;
}

export const noSums: SampleSums = { loss: 0, hits: null };

/** The means over so many samples. */
export function meansOf({ loss, hits }: SampleSums, samples: number): Measures {
  return hits === null ? { loss: loss / samples } : { loss: loss / samples, accuracy: hits / samples };
}
