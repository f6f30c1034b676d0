import { computed, shallowRef, type WritableComputedRef } from "vue";
import { documentName as kept, shownName as shown } from "../src/messages/given-names";
import type { Language } from "../src/messages/language";

/** The window's language for names; i18n.ts sets it. This file needs no DOM, so that its users can be tested. */
export const namesLanguage = shallowRef<Language>("en");

/** A document's name of an experiment or a variant as the window shows it. */
export const shownName = (name: string): string => shown(name, namesLanguage.value);

/** The document's form of a name that a person has typed. */
export const documentName = (typed: string): string => kept(typed, namesLanguage.value);

/** For a text field of a name: while a person types, it shows the typed text, never a translation of half of it. */
export function useNameField(name: WritableComputedRef<string>) {
  const typed = shallowRef<string | null>(null);
  const text = computed({
    // Undo changes the name while the field has the focus; then the typed text is no longer the name.
    get: () =>
      typed.value !== null && documentName(typed.value) === name.value ? typed.value : shownName(name.value),
    set: (value) => {
      typed.value = value;
      name.value = documentName(value);
    },
  });
  return { text, leave: () => (typed.value = null) };
}
