import { onScopeDispose, type Ref, shallowReadonly, shallowRef, watch } from "vue";
import { type Failure, failureOf } from "../../../src/messages/failure";

export interface Wanted<Question> {
  /** What the answer depends on. */
  readonly key: string;
  readonly question: Question;
}

export type Said<Answer> = { readonly answer: Answer } | { readonly failure: Failure };

/**
 * Asks the inspector one question after another while `mayAsk`, and keeps the answers.
 * @param most so many answers are kept at least; beyond, those that are no longer wanted are forgotten
 */
export function useAnswers<Question, Answer>(
  mayAsk: Readonly<Ref<boolean>>,
  wanted: Readonly<Ref<readonly Wanted<Question>[]>>,
  inspect: (question: Question) => Promise<Answer>,
  most: number,
) {
  const answers = shallowRef<ReadonlyMap<string, Said<Answer>>>(new Map());
  let isAsking = false;
  let isOver = false;

  const next = () =>
    mayAsk.value && !isOver ? wanted.value.find(({ key }) => !answers.value.has(key)) : undefined;

  async function ask(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    for (let one = next(); one; one = next()) {
      const { key, question } = one;
      try {
        keep(key, { answer: await inspect(question) });
      } catch (error) {
        const failure = failureOf(error);
        // Another question about the run came first: this one is put again if it is still wanted.
        if (failure.code === "inspectionOvertaken") break;
        keep(key, { failure });
      }
    }
    isAsking = false;
  }

  function keep(key: string, said: Said<Answer>): void {
    const all = [...answers.value, [key, said] as const];
    const keys = new Set(wanted.value.map((one) => one.key));
    answers.value = new Map(all.length > most ? all.filter(([own]) => keys.has(own)) : all);
  }

  watch([wanted, mayAsk], () => void ask(), { immediate: true });
  onScopeDispose(() => (isOver = true));
  return shallowReadonly(answers);
}
