import { useTimeoutFn } from "@vueuse/core";
import { computed, type Ref, shallowRef, watch } from "vue";
import { changedFields } from "./changedFields";

/** Milliseconds that a change must rest before it is a separate step: dragging a slider is one step. */
const debounceMs = 400;
const mostSteps = 100;

/** An earlier document, with the knowledge about it that its text does not hold. */
interface Step<Known> {
  readonly text: string;
  readonly known: Known;
}

/**
 * Undo and redo over a document's text. Changes of the same fields that follow each other closely are one step;
 * a change of other fields is a step of its own, however soon it comes.
 * @param known knowledge that belongs to the document but is not in its text; restored with it
 */
export function useUndo<Known>(
  text: Readonly<Ref<string>>,
  known: () => Known,
  replace: (text: string, known: Known) => void,
) {
  const past = shallowRef<readonly Step<Known>[]>([]);
  const future = shallowRef<readonly Step<Known>[]>([]);
  const now = (): Step<Known> => ({ text: text.value, known: known() });
  let present = now();
  /** The fields whose changes rest, and the document with these changes. */
  let pending: { fields: string; step: Step<Known> } | null = null;

  function settle(step = now()): void {
    timer.stop();
    pending = null;
    if (step.text === present.text) return;
    past.value = [...past.value.slice(1 - mostSteps), present];
    future.value = [];
    present = step;
  }
  const timer = useTimeoutFn(() => settle(), debounceMs, { immediate: false });
  watch(text, (after, before) => {
    // What `step`, `amend` or `move` did is settled.
    if (after === present.text) return settle();
    const fields = changedFields(before, after);
    if (pending && pending.fields !== fields) settle(pending.step);
    pending = { fields, step: now() };
    timer.start();
  });

  /** Makes the effect of `change` a separate step, whatever was edited right before and after it. */
  function step(change: () => void): void {
    settle();
    change();
    settle();
  }

  /** Adds the effect of `change` to the newest step: a consequence is not undone separately. */
  function amend(change: () => void): void {
    settle();
    change();
    present = now();
  }

  function move(from: Ref<readonly Step<Known>[]>, to: Ref<readonly Step<Known>[]>): void {
    settle();
    const target = from.value.at(-1);
    if (target === undefined) return;
    from.value = from.value.slice(0, -1);
    to.value = [...to.value, present];
    present = target;
    replace(target.text, target.known);
  }

  return {
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
    /** Makes all changes so far a separate step. */
    settle: () => settle(),
    step,
    amend,
    undo: () => move(past, future),
    redo: () => move(future, past),
  };
}
