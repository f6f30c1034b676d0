import { computed, type ComputedRef } from "vue";
import type { VariantAnalysis } from "../../src/analysis/schema";
import { useAnalyses } from "../state/useAnalyses";
import { useRuns } from "../state/useRuns";

export interface Numbers {
  /** In the order of the experiment's variants. */
  variants: readonly VariantAnalysis[];
  /** The most important conclusions in the interface's language; Compare shows all of them. */
  sentences: readonly string[];
  /** Whether these are older than the end of the last run. */
  isOutdated: boolean;
}

/** More sentences would push the charts out of a small window. */
const mostSentences = 3;

/** The shown experiment in numbers and words, over the epochs measured so far. */
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
