import {
  computed,
  type ComputedRef,
  inject,
  type InjectionKey,
  provide,
  type Ref,
  shallowReactive,
} from "vue";
import type { Fault } from "../../src/experiment/check";

/** Several narrow fields say what there is to say of them below all of them. */
export interface RowNotes {
  /** Of the element that says it. */
  readonly id: string;
  /** Whether there is anything to say. */
  readonly any: Readonly<Ref<boolean>>;
  /** Says what the inputs of a field did not take. */
  refuse(field: string, refusals: readonly Fault[]): void;
  /** Takes in a field, so that its notes can name it; returns what takes it out. */
  enter?(path: string, label: () => string): () => void;
}

const key: InjectionKey<RowNotes> = Symbol("row notes");

/** Returns what the fields refused, to be said beside the rest. */
export function provideRowNotes(notes: Omit<RowNotes, "refuse">): ComputedRef<readonly Fault[]> {
  const refused = shallowReactive(new Map<string, readonly Fault[]>());
  provide(key, { ...notes, refuse: (field, refusals) => refused.set(field, refusals) });
  return computed(() => [...refused.values()].flat());
}

/** The notes of the row or grid that a field stands in; null where the field shows its own. */
export function useRowNotes(): RowNotes | null {
  return inject(key, null);
}
