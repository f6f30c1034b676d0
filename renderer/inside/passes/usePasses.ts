import { computed, ref, shallowRef, watch } from "vue";
import type { Passes } from "../../../src/contract/contract";
import { type Failure, failureOf } from "../../../src/messages/failure";
import { useLab } from "../../lab/client";
import { useInsideRun } from "../../state/useInsideRun";
import { useNavigation } from "../../state/useNavigation";

/** The passes that are shown. One question is on its way at a time, and the next one is for what is wanted by then. */
export function usePasses() {
  const { lab } = useLab();
  const { run, runId } = useInsideRun();
  const { view } = useNavigation();
  const count = ref(100);
  const shown = shallowRef<Passes | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const asking = ref(false);
  const wanted = computed(() => (runId.value === null ? null : { runId: runId.value, passes: count.value }));

  async function ask(): Promise<void> {
    const request = wanted.value;
    if (asking.value || request === null || view.value !== "inside") return;
    asking.value = true;
    try {
      shown.value = await lab.inspectPasses(request);
      failure.value = null;
    } catch (error) {
      // Only what is still wanted can be amiss.
      if (request === wanted.value) failure.value = failureOf(error);
    }
    asking.value = false;
    if (request !== wanted.value) void ask();
  }

  watch(runId, () => (shown.value = null));
  // At its end a run keeps its weights.
  watch([wanted, view, () => run.value?.status], () => void ask(), { immediate: true });

  return { count, shown, failure, asking };
}
