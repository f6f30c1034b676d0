import { computed, watch } from "vue";
import { commandNames } from "../../src/contract/commands";
import { language } from "../i18n";
import { useLab } from "../lab/client";
import { attempt } from "../lab/failures";
import { useCommands } from "./useCommands";

/** Runs the menu's chosen commands, and keeps its available commands up to date. */
export function useMenu(): void {
  const { lab, on } = useLab();
  const { actions, perform } = useCommands();
  on("menuChosen", ({ command }) => perform(command));

  const state = computed(() => ({
    language: language.value,
    able: commandNames.filter((name) => actions[name].able.value),
    on: commandNames.filter((name) => actions[name].on?.value),
  }));
  watch(
    () => JSON.stringify(state.value),
    () => void attempt(() => lab.showMenu(state.value)),
    { immediate: true },
  );
}
