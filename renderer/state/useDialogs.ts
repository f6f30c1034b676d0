import { ref } from "vue";
import { shared } from "./shared";

/** Which of the window's own dialogs are open. */
export const useDialogs = shared(() => ({
  shortcutsShown: ref(false),
  aboutShown: ref(false),
  licencesShown: ref(false),
}));
