import { computed, type Ref, ref, watch } from "vue";
import type { Request } from "../../../src/contract/contract";
import { useLab } from "../../lab/client";
import { useInsideRun } from "../../state/useInsideRun";
import { useInspection } from "../useInspection";

export type Mode = "train" | "eval";

/** The minibatch that is shown, and what of it is wanted. */
export function useMinibatch(isInFront: Readonly<Ref<boolean>>) {
  const { lab } = useLab();
  const { run, runId, epoch } = useInsideRun();
  const step = ref(1);
  const row = ref(0);
  const mode = ref<Mode>("train");

  const wanted = computed<Request<"inspectMinibatch"> | null>(() =>
    runId.value === null
      ? null
      : {
          runId: runId.value,
          ...(epoch.value !== null && { epoch: epoch.value }),
          ...{ step: step.value, row: row.value, mode: mode.value },
        },
  );
  watch(runId, () => ([step.value, row.value] = [1, 0]));
  const inspection = useInspection(
    isInFront,
    wanted,
    (question) => lab.inspectMinibatch(question),
    // More epochs are more steps, and at its end a run keeps its weights.
    () => `${run.value?.epochsDone} ${run.value?.status}`,
  );
  const shown = computed(() => {
    const told = inspection.shown.value;
    return told && { minibatch: told.answer, mode: told.question.mode, runId: told.question.runId };
  });
  return { step, row, mode, ...inspection, shown };
}
