import { type Ref, ref, shallowRef, watch } from "vue";
import { type Failure, failureOf } from "../../src/messages/failure";

/** What the inspector says of one run, or why it does not. */
export type Told<Question, Answer> =
  | { readonly question: Question; readonly answer: Answer }
  | { readonly question: Question; readonly failure: Failure };

/**
 * The same asked of several runs, one after another, while the page is in front. If something else is wanted in between, the
 * rest is not asked any more.
 * @param wanted the runs and the question; null while there is none
 */
export function useEach<Question, Answer>(
  isInFront: Readonly<Ref<boolean>>,
  wanted: Readonly<Ref<{ readonly runIds: readonly string[]; readonly question: Question } | null>>,
  inspect: (runId: string, question: Question) => Promise<Answer>,
) {
  /** By run. What was told before stays until a newer answer comes. */
  const told = shallowRef<ReadonlyMap<string, Told<Question, Answer>>>(new Map());
  const asking = ref(false);

  async function ask(): Promise<void> {
    if (asking.value) return;
    asking.value = true;
    while (wanted.value && isInFront.value) {
      const round = wanted.value;
      const { runIds, question } = round;
      told.value = new Map([...told.value].filter(([runId]) => runIds.includes(runId)));
      for (const runId of runIds) {
        const said = await inspect(runId, question).then(
          (answer) => ({ question, answer }),
          (error: unknown) => ({ question, failure: failureOf(error) }),
        );
        if (wanted.value !== round) break;
        told.value = new Map([...told.value, [runId, said]]);
      }
      if (wanted.value === round) break;
    }
    asking.value = false;
  }

  watch([wanted, isInFront], () => void ask(), { immediate: true });
  return { told, asking };
}
