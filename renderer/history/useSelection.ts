import { createGlobalState } from "@vueuse/core";
import { computed, shallowReactive } from "vue";
import type { HistoryExperiment } from "../../src/contract/history";

export interface PickedExperiment {
  readonly id: string;
  readonly name: string;
}

export type Share = "none" | "some" | "all";

/** The selected runs, over all pages, even if a filter hides them later. */
export const useSelection = createGlobalState(() => {
  /** By run. */
  const picked = shallowReactive(new Map<string, PickedExperiment>());

  function pick({ id, name, runs }: HistoryExperiment, on: boolean, runId?: string): void {
    for (const run of runs) {
      if (runId !== undefined && run.id !== runId) continue;
      if (on) picked.set(run.id, { id, name });
      else picked.delete(run.id);
    }
  }

  function shareOf(experiments: readonly HistoryExperiment[]): Share {
    const runs = experiments.flatMap((experiment) => experiment.runs);
    const count = runs.filter(({ id }) => picked.has(id)).length;
    if (count === 0) return "none";
    return count === runs.length ? "all" : "some";
  }

  function forget(experimentIds: readonly string[]): void {
    for (const [runId, { id }] of picked) if (experimentIds.includes(id)) picked.delete(runId);
  }

  return {
    runIds: computed(() => [...picked.keys()]),
    experiments: computed(() => [...new Map([...picked.values()].map((each) => [each.id, each])).values()]),
    isPicked: (runId: string) => picked.has(runId),
    shareOf,
    pick,
    forget,
    clear: () => picked.clear(),
  };
});
