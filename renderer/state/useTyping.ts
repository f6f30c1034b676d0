import { readonly, ref } from "vue";
import { shared } from "./shared";

const withText = ["text", "search", "number", "email", "url", "tel", "password"];

/** Whether a field can be written into: it has an undo of its own. */
export function isTextField(element: EventTarget | null): boolean {
  if (element instanceof HTMLTextAreaElement) return !element.readOnly;
  return element instanceof HTMLInputElement && !element.readOnly && withText.includes(element.type);
}

/** Whether a text field has the focus. */
export const useTyping = shared(() => {
  const typing = ref(isTextField(document.activeElement));
  const look = () => (typing.value = isTextField(document.activeElement));
  window.addEventListener("focusin", look);
  // The focus has not arrived anywhere yet while it leaves.
  window.addEventListener("focusout", () => queueMicrotask(look));
  return readonly(typing);
});
