import { needsFiles } from "../data/kinds";
import type { SplitName } from "../data/source-kind";
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
   * ρ / (1 - ρ) of the correlation ρ that any two of the values have because their rows overlap: the variance of their mean
   * is (1/n + overlap) σ² instead of σ²/n. 0 where they are independent.
   */
  readonly overlap: number;
}

/**
 * The sampling of what is measured on one split. Random splits and folds of one file share rows. For what is measured
 * on the validation or the test split, the overlap is rows of that split / training rows, as in the corrected resampled t
 * test (Nadeau and Bengio 2003). Of the training split itself, two runs share rows in the proportion of all rows that
 * train: overlap = training rows / all others.
 */
export function samplingOf(
  { data, evaluation: { resample } }: Pick<Experiment, "data" | "evaluation">,
  split: SplitName = "validation",
): Sampling {
  if (resample === "none") return { over: needsFiles(data.source) ? "split" : "draw", overlap: 0 };
  if (resample === "draws") return { over: "draws", overlap: 0 };
  const { train, validation, test } = data;
  const overlap = split === "train" ? train / (validation + test) : data[split] / train;
  return { over: resample, overlap };
}
