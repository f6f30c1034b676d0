import { createGlobalState } from "@vueuse/core";
import { ref, shallowRef } from "vue";

/** Which of the window's own dialogs are open. */
export const useDialogs = createGlobalState(() => ({
  shortcutsShown: ref(false),
  aboutShown: ref(false),
  licencesShown: ref(false),
  networkShown: ref(false),
  evaluateShown: ref(false),
  /** Files that were dropped onto the window, for the dialog that is opened for them. */
  broughtFiles: shallowRef<readonly File[]>([]),
}));
