import { computed, type Ref, shallowRef, watch } from "vue";

/** How long a change must rest before it is a step of its own: dragging a slider is one step. */
const rest = 400;
const mostSteps = 100;

/** A document as it was, and what is known of it beside its text. */
interface Step<Known> {
  readonly text: string;
  readonly known: Known;
}

/**
 * Undo and redo over a document's text.
 * @param known what belongs to the document without standing in it; given back with it
 */
export function useHistory<Known>(
  text: Readonly<Ref<string>>,
  known: () => Known,
  replace: (text: string, known: Known) => void,
) {
  const past = shallowRef<readonly Step<Known>[]>([]);
  const future = shallowRef<readonly Step<Known>[]>([]);
  const now = (): Step<Known> => ({ text: text.value, known: known() });
  let present = now();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function settle(): void {
    clearTimeout(timer);
    if (text.value === present.text) return;
    past.value = [...past.value.slice(1 - mostSteps), present];
    future.value = [];
    present = now();
  }
  watch(text, () => {
    clearTimeout(timer);
    timer = setTimeout(settle, rest);
  });

  /** Makes what `change` does a step of its own, whatever was edited right before it and is edited right after it. */
  function step(change: () => void): void {
    settle();
    change();
    settle();
  }

  /** Counts what `change` does as part of the newest step: a consequence is not undone by itself. */
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
    /** Makes what has changed until now a step of its own. */
    settle,
    step,
    amend,
    undo: () => move(past, future),
    redo: () => move(future, past),
  };
}
