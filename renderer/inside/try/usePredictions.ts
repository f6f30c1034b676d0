import { computed, type Ref } from "vue";
import type { Prediction, RunSummary, TriedInput } from "../../../src/contract/contract";
import { type Failure, failureOf } from "../../../src/messages/failure";
import { useLab } from "../../lab/client";
import { useInsideRun } from "../../state/useInsideRun";
import { useInspection } from "../useInspection";

/** The inspector keeps so many networks open. */
export const mostVariants = 12;

/** What one variant says, or why it does not. */
export interface VariantPrediction {
  readonly run: RunSummary;
  readonly prediction: Prediction | null;
  readonly failure: Failure | null;
}

/** What all variants of the experiment, with the seed of the chosen run, predict for one input. */
export function usePredictions(
  isInFront: Readonly<Ref<boolean>>,
  input: Readonly<Ref<TriedInput | null>>,
  passes: Readonly<Ref<number>>,
) {
  const { lab } = useLab();
  const { run, runId, runs, siblings, epoch } = useInsideRun();
  const shownRuns = computed(() => {
    const ids = siblings.value.slice(0, mostVariants).map(({ id }) => id);
    return runs.value.filter(({ id }) => ids.includes(id));
  });

  const wanted = computed(() =>
    runId.value === null || input.value === null
      ? null
      : { runId: runId.value, epoch: epoch.value, passes: passes.value, input: input.value },
  );
  const inspection = useInspection(
    isInFront,
    wanted,
    async ({ epoch: after, passes: count, input: tried }) =>
      Promise.all(
        shownRuns.value.map(async (each): Promise<VariantPrediction> => {
          const about = { runId: each.id, ...(after !== null && { epoch: after }) };
          try {
            const prediction = await lab.inspectPrediction({ ...about, passes: count, input: tried });
            return { run: each, prediction, failure: null };
          } catch (error) {
            return { run: each, prediction: null, failure: failureOf(error) };
          }
        }),
      ),
    // Runs that go on have newer weights.
    () => `${run.value?.epochsDone} ${shownRuns.value.map(({ id, status }) => id + status).join()}`,
  );
  return { ...inspection, left: computed(() => siblings.value.length - shownRuns.value.length) };
}
