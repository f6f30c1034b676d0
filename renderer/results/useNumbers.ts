import { computed, type ComputedRef } from "vue";
import type { VariantAnalysis } from "../../src/analysis/schema";
import { useAnalyses } from "../state/useAnalyses";
import { useRuns } from "../state/useRuns";

export interface Numbers {
  /** In the order of the experiment's variants. */
  variants: readonly VariantAnalysis[];
  /** The most important of what is seen, in the interface's language; Compare says all of it. */
  sentences: readonly string[];
  /** Whether the last run has ended, and these are still from before. */
  isOutdated: boolean;
}

/** More sentences would push the charts out of a small window. */
const mostSentences = 3;

/** The shown experiment in numbers and words, as far as it has been measured. */
export function useNumbers(): ComputedRef<Numbers> {
  const { shown, summaries, seriesVersion } = useRuns();
  const experiments = computed(() => (shown.value ? [{ ...shown.value, runs: summaries.value }] : []));
  const series = computed(() => shown.value?.series ?? null);
  const { analyses, sentences, isOutdated } = useAnalyses("lab", {
    experiments,
    series,
    version: seriesVersion,
  });
  return computed(() => {
    const id = shown.value?.id ?? "";
    return {
      variants: analyses.value.get(id)?.variants ?? [],
      sentences: (sentences.value.get(id) ?? []).slice(0, mostSentences),
      isOutdated: isOutdated.value,
    };
  });
}
