import { createGlobalState } from "@vueuse/core";
import { ref } from "vue";

/** Which of the window's own dialogs are open. */
export const useDialogs = createGlobalState(() => ({
  shortcutsShown: ref(false),
  aboutShown: ref(false),
  licencesShown: ref(false),
  networkShown: ref(false),
}));
