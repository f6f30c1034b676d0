import { mean } from "simple-statistics";
import { needsFiles } from "../data/kinds";
import type { SplitName, Splits } from "../data/source-kind";
import { resampled } from "../experiment/resampling";
import type { Experiment } from "../experiment/schema";

/**
 * What differs from seed to seed besides weights, batches and masks: nothing, as all have one draw or one split of the
 * data; or each has its own draw, split or fold.
 */
export const overs = ["draw", "split", "draws", "splits", "folds"] as const;
export type Over = (typeof overs)[number];

/** What values over seeds are a sample of. */
export interface Sampling {
  readonly over: Over;
  /**
   * ρ / (1 - ρ) of the mean correlation ρ between two of the values that comes from the rows which they share: the variance
   * of their mean is (1/n + overlap) σ² instead of σ²/n. 0 where they share none.
   */
  readonly overlap: number;
}

/** Whether runs of two seeds are measured on rows of the same file. */
export function sharesRows(over: Over): boolean {
  return over === "splits" || over === "folds";
}

/**
 * The sampling of what is measured on one split. Random splits of one file share rows. For what is measured on the validation
 * or the test split, the overlap is rows of that split / training rows, as in the corrected resampled t test (Nadeau and
 * Bengio 2003). Of the training split itself, two runs share rows in the proportion of all rows that train: overlap =
 * training rows / all others. Folds share them as `meanShareOfFolds` says.
 */
export function samplingOf(
  { data, evaluation: { resample }, seeds }: Pick<Experiment, "data" | "evaluation" | "seeds">,
  split: SplitName = "validation",
): Sampling {
  if (resample === "none") return { over: needsFiles(data.source) ? "split" : "draw", overlap: 0 };
  if (resample === "draws") return { over: "draws", overlap: 0 };
  if (resample === "folds") {
    const correlation = meanShareOfFolds(data, seeds, split);
    return { over: "folds", overlap: correlation / (1 - correlation) };
  }
  const { train, validation, test } = data;
  return { over: "splits", overlap: split === "train" ? train / (validation + test) : data[split] / train };
}

/**
 * The share of a split's rows that two seeds have in common, on average over all pairs of seeds. Two folds of one
 * repetition share what their pieces of the ring do (src/data/split.ts), so no validation row; folds of two repetitions
 * are random to each other.
 */
function meanShareOfFolds(data: Experiment["data"], seeds: readonly number[], split: SplitName): number {
  const rows = data.train + data.validation + data.test;
  const size = data[split];
  const folds = seeds.map((seed) => resampled<Splits<number> & { seed: number }>(data, "folds", seed));
  const shares = folds.flatMap((one, index) =>
    folds.slice(0, index).map((other) => {
      if (one.seed !== other.seed) return size / rows;
      const apart = Math.abs(one.fold! - other.fold!) * data.validation;
      return (Math.max(0, size - apart) + Math.max(0, size - (rows - apart))) / size;
    }),
  );
  return size > 0 && shares.length > 0 ? mean(shares) : 0;
}
