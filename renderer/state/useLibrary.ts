import { shallowReadonly, shallowRef } from "vue";
import type { ExperimentSummary } from "../../src/lab/contract";
import { lab } from "../lab/client";
import { attempt } from "../lab/failures";
import { shared } from "./shared";
import { useRuns } from "./useRuns";

/** The experiments that the lab has kept. */
export const useLibrary = shared(() => {
  const { forget } = useRuns();
  const experiments = shallowRef<readonly ExperimentSummary[]>([]);
  const loaded = shallowRef(false);

  async function refresh(): Promise<void> {
    const answer = await attempt(() => lab.listExperiments({}));
    if (answer) experiments.value = answer;
    loaded.value = true;
  }

  async function remove(experimentId: string): Promise<void> {
    const done = await attempt(() => lab.deleteExperiments({ experimentIds: [experimentId] }));
    if (done) forget(experimentId);
    await refresh();
  }

  return { experiments: shallowReadonly(experiments), loaded: shallowReadonly(loaded), refresh, remove };
});
