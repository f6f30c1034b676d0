import type { Metrics } from "../experiment/result";

/** Sums over samples, in float64. */
export interface SampleSums {
  readonly loss: number;
  /** Correctly classified samples; null for regression, and before the first sample. */
  readonly hits: number | null;
}

export const noSums: SampleSums = { loss: 0, hits: null };

/** The means over this many samples. */
export function meansOf({ loss, hits }: SampleSums, samples: number): Metrics {
  return hits === null ? { loss: loss / samples } : { loss: loss / samples, accuracy: hits / samples };
}
