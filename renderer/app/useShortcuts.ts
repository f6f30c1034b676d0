import { useEventListener } from "@vueuse/core";
import { commandOf } from "../keys";
import { useCommands } from "./useCommands";
import { isTextField } from "../state/useTyping";

/** Gives keys the effect of the menu's items. */
export function useShortcuts(): void {
  const { perform } = useCommands();

  function onKey(event: KeyboardEvent): void {
    const command = commandOf(event);
    if (command === undefined || event.defaultPrevented) return;
    if ((command === "undo" || command === "redo") && isTextField(event.target)) return;
    if (perform(command)) event.preventDefault();
  }

  useEventListener(window, "keydown", onKey);
}
