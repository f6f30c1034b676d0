import { computed, ref, shallowRef, watch } from "vue";
import type { Minibatch, Request } from "../../../src/contract/contract";
import { type Failure, failureOf } from "../../../src/messages/failure";
import { useLab } from "../../lab/client";
import { useInsideRun } from "../../state/useInsideRun";
import { useNavigation } from "../../state/useNavigation";

export type Mode = "train" | "eval";

/** The minibatch that is shown. One question is on its way at a time, and the next one is for what is wanted by then. */
export function useMinibatch() {
  const { lab } = useLab();
  const { run, runId } = useInsideRun();
  const { view } = useNavigation();
  const step = ref(1);
  const row = ref(0);
  const mode = ref<Mode>("train");
  /** Null: the last weights that there are. */
  const epoch = ref<number | null>(null);

  const shown = shallowRef<{
    readonly minibatch: Minibatch;
    readonly mode: Mode;
    readonly runId: string;
  } | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const asking = ref(false);

  const wanted = computed<Request<"inspectMinibatch"> | null>(() =>
    runId.value === null
      ? null
      : {
          runId: runId.value,
          ...(epoch.value !== null && { epoch: epoch.value }),
          ...{ step: step.value, row: row.value, mode: mode.value },
        },
  );

  async function ask(): Promise<void> {
    const request = wanted.value;
    if (asking.value || request === null || view.value !== "inside") return;
    asking.value = true;
    try {
      const minibatch = await lab.inspectMinibatch(request);
      shown.value = { minibatch, mode: request.mode, runId: request.runId };
      failure.value = null;
    } catch (error) {
      // Only what is still wanted can be amiss.
      if (request === wanted.value) failure.value = failureOf(error);
    }
    asking.value = false;
    if (request !== wanted.value) void ask();
  }

  watch(runId, () => {
    [step.value, row.value, epoch.value] = [1, 0, null];
    shown.value = null;
  });
  // More epochs are more steps, and at its end a run keeps its weights.
  watch([wanted, view, () => run.value?.epochsDone, () => run.value?.status], () => void ask(), {
    immediate: true,
  });

  return { step, row, mode, epoch, shown, failure, asking };
}
