import { mean, sampleStandardDeviation } from "simple-statistics";
import { onScopeDispose, type ShallowReactive, shallowReactive, watch } from "vue";
import type { EpochRecord } from "../../src/experiment/result";
import { language } from "../i18n";
import { useRuns } from "../state/useRuns";

export type Mode = "correct" | "forgotten";

export interface Spread {
  readonly mean: number;
  /** null for a single run. */
  readonly sd: number | null;
}

export interface ModeNumbers {
  readonly loss: Spread;
  /** Not there for a regression. */
  readonly accuracy?: Spread;
}

export interface VariantNumbers {
  /** Runs that have measured something. */
  readonly runs: number;
  readonly correct: ModeNumbers | null;
  readonly forgotten: ModeNumbers | null;
}

export interface Numbers {
  variants: readonly VariantNumbers[];
  sentences: readonly string[];
}

/** Milliseconds between two updates of the numbers: people cannot read faster, and a table costs more than a line. */
const pace = 500;

function spreadOf(values: readonly number[]): Spread {
  const list = [...values];
  return { mean: mean(list), sd: list.length > 1 ? sampleStandardDeviation(list) : null };
}

function numbersOf(records: readonly EpochRecord[]): VariantNumbers {
  if (records.length === 0) return { runs: 0, correct: null, forgotten: null };
  const inMode = (mode: "eval" | "train"): ModeNumbers => {
    const accuracies = records.flatMap(({ validation }) => validation[mode].accuracy ?? []);
    return {
      loss: spreadOf(records.map(({ validation }) => validation[mode].loss)),
      ...(accuracies.length > 0 ? { accuracy: spreadOf(accuracies) } : {}),
    };
  };
  return { runs: records.length, correct: inMode("eval"), forgotten: inMode("train") };
}

/** The shown experiment in numbers, from the last epoch of each run. */
export function useNumbers(): ShallowReactive<Numbers> {
  const { shown, runs, seriesVersion } = useRuns();
  const numbers = shallowReactive<Numbers>({ variants: [], sentences: [] });
  let timer: ReturnType<typeof setTimeout> | undefined;

  function update(): void {
    timer = undefined;
    const { experiment, series } = shown.value ?? {};
    numbers.variants = (experiment?.variants ?? []).map(({ name }) =>
      numbersOf(
        runs.value.flatMap(({ summary }) =>
          summary.variant === name ? (series?.last(summary.id) ?? []) : [],
        ),
      ),
    );
  }
  watch([shown, seriesVersion, language], ([now], [before]) => {
    if (now !== before) update();
    else timer ??= setTimeout(update, pace);
  });
  update();
  onScopeDispose(() => clearTimeout(timer));
  return numbers;
}
