import { mean, sampleStandardDeviation } from "simple-statistics";
import type { EpochRecord } from "../experiment/result";
import type { Experiment } from "../experiment/schema";

/** What one run measured so far. Where only the latest record is at hand, a list of that one will do. */
export interface RunRecords {
  readonly variant: string;
  readonly seed: number;
  readonly records: readonly EpochRecord[];
}

export interface Spread {
  readonly mean: number;
  /** Over seeds, n - 1 in the denominator; null for a single run. */
  readonly sd: number | null;
}

export interface ModeSummary {
  readonly loss: Spread;
  /** Not there for a regression. */
  readonly accuracy?: Spread;
}

/** Validation measures of one variant, from the last epoch of each of its runs. */
export interface VariantSummary {
  readonly variant: string;
  /** Runs that have measured something. */
  readonly runs: number;
  /** null before the first epoch. */
  readonly correct: ModeSummary | null;
  /** With eval forgotten; null before the first epoch. */
  readonly forgotten: ModeSummary | null;
}

/** One summary for each variant of the experiment, in its order. */
export function summarise(
  { variants }: Pick<Experiment, "variants">,
  runs: readonly RunRecords[],
): VariantSummary[] {
  return variants.map(({ name }) => {
    const last = runs.flatMap(({ variant, records }) => (variant === name ? records.slice(-1) : []));
    if (last.length === 0) return { variant: name, runs: 0, correct: null, forgotten: null };
    return {
      variant: name,
      runs: last.length,
      correct: summariseMode(last, "eval"),
      forgotten: summariseMode(last, "train"),
    };
  });
}

/** Mean and standard deviation of at least one value. */
export function spreadOf(values: readonly number[]): Spread {
  const list = [...values];
  return { mean: mean(list), sd: list.length > 1 ? sampleStandardDeviation(list) : null };
}

function summariseMode(records: readonly EpochRecord[], mode: "eval" | "train"): ModeSummary {
  const measured = records.map(({ validation }) => validation[mode]);
  const accuracies = measured.flatMap(({ accuracy }) => accuracy ?? []);
  return {
    loss: spreadOf(measured.map(({ loss }) => loss)),
    ...(accuracies.length > 0 ? { accuracy: spreadOf(accuracies) } : {}),
  };
}
