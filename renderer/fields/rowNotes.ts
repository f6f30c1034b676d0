import { inject, type InjectionKey, provide, type Ref } from "vue";

/** A row with several narrow fields says what there is to say of it and of them below all of it. */
export interface RowNotes {
  /** Of the element that says it. */
  readonly id: string;
  /** Whether there is anything to say. */
  readonly any: Readonly<Ref<boolean>>;
}

const key: InjectionKey<RowNotes> = Symbol("row notes");

export function provideRowNotes(notes: RowNotes): void {
  provide(key, notes);
}

/** The notes of the row that a field stands in; null where the field shows its own. */
export function useRowNotes(): RowNotes | null {
  return inject(key, null);
}
