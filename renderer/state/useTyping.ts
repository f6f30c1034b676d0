import { createGlobalState, useEventListener } from "@vueuse/core";
import { readonly, ref } from "vue";

const withText = ["text", "search", "number", "email", "url", "tel", "password"];

/** Whether an element is a text field, which has its own undo. */
export function isTextField(element: EventTarget | null): boolean {
  if (element instanceof HTMLTextAreaElement) return !element.readOnly;
  return element instanceof HTMLInputElement && !element.readOnly && withText.includes(element.type);
}

/** Whether a text field has the focus. */
export const useTyping = createGlobalState(() => {
  const typing = ref(isTextField(document.activeElement));
  const look = () => (typing.value = isTextField(document.activeElement));
  useEventListener(window, "focusin", look);
  // While the focus moves, it has not arrived yet.
  useEventListener(window, "focusout", () => queueMicrotask(look));
  return readonly(typing);
});
