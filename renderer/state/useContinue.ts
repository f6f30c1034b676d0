import { computed, shallowRef, watch } from "vue";
import { lab } from "../lab/client";
import { attempt } from "../lab/failures";
import { isUnfinished } from "./runBook";
import { shared } from "./shared";
import { useRuns } from "./useRuns";

export interface CutShort {
  /** Runs that a resume would train. */
  readonly runs: number;
  /** The lowest and highest epoch in which those of them go on that have measured something; null where none has. */
  readonly from: { readonly lowest: number; readonly highest: number } | null;
  readonly epochs: number;
}

/** What a crash or a closed window left unfinished of the shown experiment; null where nothing was cut short. */
export const useContinue = shared(() => {
  const { shown, runs, summaries } = useRuns();
  /** The epochs in which runs would go on, by their ids. */
  const points = shallowRef<ReadonlyMap<string, number>>(new Map());

  const missing = computed(() => {
    const all = summaries.value;
    const isCut = all.some(({ status }) => status === "interrupted") && !all.some(isUnfinished);
    return isCut ? all.filter(({ status }) => status !== "done") : [];
  });

  watch(missing, async (now) => {
    const experimentId = shown.value?.id;
    if (now.length === 0 || experimentId === undefined) return;
    const answer = await attempt(() => lab.resumePoints({ experimentId }));
    // Something else may be in view by now.
    if (!answer || missing.value !== now) return;
    points.value = new Map(answer.runs.map(({ runId, epoch }) => [runId, epoch]));
  });

  const cutShort = computed<CutShort | null>(() => {
    const ids = new Set(missing.value.map(({ id }) => id));
    // Only once all is known: the text would change under the reader's eyes.
    if (ids.size === 0 || [...ids].some((id) => !points.value.has(id))) return null;
    const begun = runs.value.filter(({ summary, epochsDone }) => ids.has(summary.id) && epochsDone > 0);
    const epochs = begun.map(({ summary }) => points.value.get(summary.id)!);
    const from = begun.length > 0 ? { lowest: Math.min(...epochs), highest: Math.max(...epochs) } : null;
    return { runs: ids.size, from, epochs: missing.value[0]!.epochs };
  });

  return { cutShort };
});
