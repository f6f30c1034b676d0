import { createGlobalState } from "@vueuse/core";
import { computed, ref, shallowRef, watch } from "vue";
import type { HistoryQuery } from "../../src/contract/history";
import { useLab } from "../lab/client";
import { attempt } from "../lab/failures";
import { isUnfinished, type LiveRun } from "./runRegistry";
import { useCoalesced } from "./useCoalesced";
import { useRuns } from "./useRuns";
import { useSlurm } from "./useSlurm";

/** Milliseconds before the next look, so that one look serves events that come together. */
const pollMs = 200;

const interruptedOnes: HistoryQuery = {
  text: "",
  tags: [],
  from: null,
  to: null,
  sources: [],
  statuses: ["interrupted"],
  rate: null,
  loss: null,
  accuracy: null,
  pinnedOnly: false,
  sort: "newest",
  offset: 0,
  limit: 200,
};

export interface InterruptedRuns {
  /** Number of runs that a resume would train. */
  readonly runs: number;
  /** The lowest and highest epoch in which the runs with records would continue; null if none has records. */
  readonly from: { readonly lowest: number; readonly highest: number } | null;
  readonly epochs: number;
}

/** An experiment other than the shown one, with interrupted runs. */
export interface OtherInterrupted {
  readonly id: string;
  readonly name: string;
  readonly runs: number;
}

/** The runs that a crash or a closed window interrupted, of the shown experiment and of others; not those that Slurm trains. */
export const useInterrupted = createGlobalState(() => {
  const { lab, on, onWork } = useLab();
  const { shown, runs, summaries, going, otherRuns } = useRuns();
  const { going: onSlurm } = useSlurm();
  /** The epochs in which runs would continue, by their ids. */
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
    // The window may show another experiment by now.
    if (!answer || missing.value !== now) return;
    points.value = new Map(answer.runs.map(({ runId, epoch }) => [runId, epoch]));
  });

  /** Hidden until the window is opened again. */
  const isDismissed = ref(false);

  const interruptedHere = computed<InterruptedRuns | null>(() => {
    if (isDismissed.value || onSlurm.value.has(shown.value?.id ?? "")) return null;
    const ids = new Set(missing.value.map(({ id }) => id));
    // Shown only once everything is known, because the text would change while it is read.
    if (ids.size === 0 || [...ids].some((id) => !points.value.has(id))) return null;
    const begun = runs.value.filter(({ summary, epochsDone }) => ids.has(summary.id) && epochsDone > 0);
    const epochs = begun.map(({ summary }) => points.value.get(summary.id)!);
    const from = begun.length > 0 ? { lowest: Math.min(...epochs), highest: Math.max(...epochs) } : null;
    return { runs: ids.size, from, epochs: missing.value[0]!.epochs };
  });

  const found = shallowRef<readonly OtherInterrupted[]>([]);
  async function look(): Promise<void> {
    const answer = await attempt(() => lab.searchHistory(interruptedOnes));
    if (!answer) return;
    found.value = answer.page.map(({ id, name, runs: { length } }) => ({ id, name, runs: length }));
  }
  const { soon: lookSoon } = useCoalesced(() => void look(), pollMs);
  // A terminal may interrupt or resume runs; in this lab, no run is interrupted while the window is open.
  on("storeChanged", lookSoon);
  onWork(lookSoon);
  watch([() => shown.value?.id, () => going.value.running > 0], lookSoon, { immediate: true });

  const others = computed(() => {
    if (isDismissed.value) return [];
    const goesOn = new Set(otherRuns.value.filter(({ summary }) => isUnfinished(summary)).map(experimentOf));
    return found.value.filter(
      ({ id }) => id !== shown.value?.id && !goesOn.has(id) && !onSlurm.value.has(id),
    );
  });

  return { interruptedHere, others, dismiss: () => (isDismissed.value = true) };
});

const experimentOf = ({ summary }: LiveRun): string => summary.experimentId;
