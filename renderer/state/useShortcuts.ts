import { onBeforeUnmount, onMounted } from "vue";
import { useDocuments } from "./useDocuments";
import { useExperiment } from "./useExperiment";
import { useNavigation, viewNames } from "./useNavigation";
import { useStart } from "./useStart";

/** Ctrl (on a Mac, Command) with 1, 2 and 3 for the views, and in the lab with Enter, O, S, Z and Shift+Z. */
export function useShortcuts(): void {
  const { history } = useExperiment();
  const { openDocument, saveDocument } = useDocuments();
  const { start } = useStart();
  const { view, goTo } = useNavigation();

  type Actions = Record<string, () => unknown>;
  const views: Actions = Object.fromEntries(
    viewNames.map((name, place) => [String(place + 1), () => goTo(name)]),
  );
  const document: Actions = {
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
    const here = view.value === "lab" ? { ...views, ...document } : views;
    const action = typing ? undefined : here[key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  onMounted(() => window.addEventListener("keydown", onKey));
  onBeforeUnmount(() => window.removeEventListener("keydown", onKey));
}
