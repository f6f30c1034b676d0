import { createGlobalState } from "@vueuse/core";
import { computed, ref, shallowRef } from "vue";
import type { SlurmSweep } from "../../src/contract/contract";
import { useLab } from "../lab/client";
import { attempt } from "../lab/failures";
import { useCoalesced } from "./useCoalesced";
import { useRuns } from "./useRuns";

/** Milliseconds between two looks, however often a terminal writes. */
const pauseMs = 1000;

/** The sweeps on Slurm that wait or train, and the one that is shown. A terminal's `lab collect` tells how they stand. */
export const useSlurm = createGlobalState(() => {
  const { lab, on, onWork } = useLab();
  const { shown } = useRuns();
  const told = shallowRef<readonly SlurmSweep[]>([]);
  const canCancel = ref(false);

  async function look(): Promise<void> {
    try {
      const answer = await lab.slurmSweeps({});
      told.value = answer.sweeps;
      canCancel.value = answer.canCancel;
    } catch {
      // The page says elsewhere that the lab cannot be reached; the next look may reach it.
    }
  }
  const { soon } = useCoalesced(() => void look(), pauseMs);
  on("storeChanged", soon);
  onWork(soon);
  void look();

  const isGoing = ({ counts }: SlurmSweep) => counts.trains + counts.waits > 0;
  const sweeps = computed(() =>
    told.value.filter((sweep) => isGoing(sweep) || sweep.experimentId === shown.value?.id),
  );
  /** Ids of the experiments whose runs wait or train there. */
  const going = computed(() => new Set(told.value.filter(isGoing).map(({ experimentId }) => experimentId)));

  /** @param elements all of them where there are none. @returns how many waited or trained; undefined after a refusal */
  async function cancel(experimentId: string, elements: string[]): Promise<number | undefined> {
    const answer = await attempt(() => lab.cancelOnSlurm({ experimentId, elements }));
    return answer?.ended;
  }
  return { sweeps, going, canCancel, cancel };
});
