import { type Ref, ref, shallowRef, watch } from "vue";
import { type Failure, failureOf } from "../../src/messages/failure";
import { useInsideRun } from "../state/useInsideRun";

/**
 * What the inspector says of the run, while the page that shows it is in front. One question is on its way at a time, and
 * the next one is for what is wanted by then.
 * @param wanted the question; null while there is no run
 * @param again asked anew when it changes: a run that goes on has more to tell
 */
export function useInspection<Question extends { readonly runId: string }, Answer>(
  isInFront: Readonly<Ref<boolean>>,
  wanted: Readonly<Ref<Question | null>>,
  inspect: (question: Question) => Promise<Answer>,
  again: () => unknown,
) {
  const { runId } = useInsideRun();
  const shown = shallowRef<{ readonly question: Question; readonly answer: Answer } | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const asking = ref(false);

  async function ask(): Promise<void> {
    const question = wanted.value;
    if (asking.value || question === null || !isInFront.value) return;
    asking.value = true;
    try {
      const answer = await inspect(question);
      // What was said of another run does not belong here.
      if (question.runId === runId.value) shown.value = { question, answer };
      failure.value = null;
    } catch (error) {
      // Only what is still wanted can be amiss.
      if (question === wanted.value) failure.value = failureOf(error);
    }
    asking.value = false;
    if (question !== wanted.value) void ask();
  }

  watch(runId, () => (shown.value = null));
  watch([wanted, isInFront, again], () => void ask(), { immediate: true });

  return { shown, failure, asking };
}
