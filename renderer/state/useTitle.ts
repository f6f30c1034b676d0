import { watchEffect } from "vue";
import { fileName } from "../../src/lab/contract";
import { useExperiment } from "./useExperiment";

/** The window's title: the document's name, with a dot where there is something to save. */
export function useTitle(): void {
  const { draft, saved, changed } = useExperiment();
  watchEffect(() => {
    const { file } = saved.value;
    const name = file === null ? draft.name : fileName(file);
    document.title = `${changed.value ? "• " : ""}${name} – Dropout Lab`;
  });
}
