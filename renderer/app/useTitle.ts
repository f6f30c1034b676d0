import { watchEffect } from "vue";
import { fileName } from "../../src/contract/contract";
import { shownName } from "../names";
import { useExperiment } from "../state/useExperiment";

/** The window's title: the document's name, with a dot if there are unsaved changes. */
export function useTitle(): void {
  const { draft, saved, changed } = useExperiment();
  watchEffect(() => {
    const { file } = saved.value;
    const name = file === null ? shownName(draft.name) : fileName(file);
    document.title = `${changed.value ? "• " : ""}${name} – Dropout Lab`;
  });
}
