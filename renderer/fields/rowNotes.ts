import {
  computed,
  type ComputedRef,
  inject,
  type InjectionKey,
  provide,
  type Ref,
  shallowReactive,
} from "vue";
import type { Fault } from "../../src/messages/failure";

/** Several narrow fields show their notes together, below all of them. */
export interface RowNotes {
  /** The id of the element with the notes. */
  readonly id: string;
  /** Whether there are notes. */
  readonly any: Readonly<Ref<boolean>>;
  /** Reports the refusals of a field's inputs. */
  refuse(field: string, refusals: readonly Fault[]): void;
  /** Registers a field, so that its notes can name it; returns a function that removes it. */
  enter?(path: string, label: () => string): () => void;
}

const key: InjectionKey<RowNotes> = Symbol("row notes");

/** Returns the fields' refusals, to be shown with the other notes. */
export function provideRowNotes(notes: Omit<RowNotes, "refuse">): ComputedRef<readonly Fault[]> {
  const refused = shallowReactive(new Map<string, readonly Fault[]>());
  provide(key, { ...notes, refuse: (field, refusals) => refused.set(field, refusals) });
  return computed(() => [...refused.values()].flat());
}

/** The notes of the row or grid around a field; null if the field shows its own. */
export function useRowNotes(): RowNotes | null {
  return inject(key, null);
}
