import { onBeforeUnmount, onMounted } from "vue";
import { useDocuments } from "./useDocuments";
import { useExperiment } from "./useExperiment";
import { useStart } from "./useStart";

/** Ctrl (on a Mac, Command) with Enter, O, S, Z and Shift+Z. */
export function useShortcuts(): void {
  const { history } = useExperiment();
  const { openDocument, saveDocument } = useDocuments();
  const { start } = useStart();

  const actions: Record<string, () => unknown> = {
    enter: start,
    o: () => openDocument(),
    s: saveDocument,
    z: history.undo,
    "shift z": history.redo,
  };

  function onKey(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = `${event.shiftKey ? "shift " : ""}${event.key.toLowerCase()}`;
    // In a text field, undo is the field's own.
    const typing = event.target instanceof HTMLInputElement && key.endsWith("z");
    const action = typing ? undefined : actions[key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  onMounted(() => window.addEventListener("keydown", onKey));
  onBeforeUnmount(() => window.removeEventListener("keydown", onKey));
}
