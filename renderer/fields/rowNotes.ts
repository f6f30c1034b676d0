import { inject, type InjectionKey, provide, type Ref } from "vue";

/** Several narrow fields say what there is to say of them below all of them. */
export interface RowNotes {
  /** Of the element that says it. */
  readonly id: string;
  /** Whether there is anything to say. */
  readonly any: Readonly<Ref<boolean>>;
  /** Takes in a field, so that its notes can name it; returns what takes it out. */
  enter?(path: string, label: () => string): () => void;
}

const key: InjectionKey<RowNotes> = Symbol("row notes");

export function provideRowNotes(notes: RowNotes): void {
  provide(key, notes);
}

/** The notes of the row or grid that a field stands in; null where the field shows its own. */
export function useRowNotes(): RowNotes | null {
  return inject(key, null);
}
