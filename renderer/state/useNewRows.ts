import { createGlobalState } from "@vueuse/core";
import { ref } from "vue";

/** The file of new rows that a run is to predict. */
export const useNewRows = createGlobalState(() => {
  const file = ref<string | null>(null);
  let awaiting: readonly string[] | null = null;

  return {
    file,
    /** Whether the person has just asked for them: they are to be seen. */
    isAsked: ref(false),
    /**
     * A file has just been dropped where new rows are taken: its reference follows from main.
     * @param runIds the runs that it was dropped onto; none: the run that is looked into
     */
    awaitDrop: (runIds: readonly string[] = []) => void (awaiting = runIds),
    /** The runs that these files were dropped onto; null if they were dropped elsewhere. */
    takes: (): readonly string[] | null => {
      const taken = awaiting;
      awaiting = null;
      return taken;
    },
  };
});
