import { createGlobalState } from "@vueuse/core";
import { ref } from "vue";

/** The file of new rows that a run is to predict. */
export const useNewRows = createGlobalState(() => {
  const file = ref<string | null>(null);
  let isAwaited = false;

  return {
    file,
    /** A file has just been dropped where new rows are taken: its reference follows from main. */
    awaitDrop: () => (isAwaited = true),
    /** Whether these files were dropped there. */
    takes: (): boolean => {
      const taken = isAwaited;
      isAwaited = false;
      return taken;
    },
  };
});
