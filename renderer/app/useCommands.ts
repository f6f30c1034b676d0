import { createGlobalState } from "@vueuse/core";
import { computed, type ComputedRef } from "vue";
import type { Command } from "../../src/contract/commands";
import { mostRunsAtOnce } from "../../src/contract/contract";
import { useExportable } from "./useExportable";
import { type ExportFormat, useExports } from "../parts/useExports";
import { useCopyDiagnostics } from "../lab/diagnostics";
import { useActions } from "../history/useActions";
import { language } from "../i18n";
import { useDialogs } from "../state/useDialogs";
import { useDocuments } from "../state/useDocuments";
import { useExperiment } from "../state/useExperiment";
import { useNavigation } from "../state/useNavigation";
import { usePanels } from "../state/usePanels";
import { useRuns } from "../state/useRuns";
import { useStart } from "../state/useStart";
import { useTyping } from "../state/useTyping";

interface Action {
  readonly act: () => unknown;
  readonly able: ComputedRef<boolean>;
  /** For one of several options: whether it is the chosen one. */
  readonly on?: ComputedRef<boolean>;
}

/** What each command does, from the menu or from a key. */
export const useCommands = createGlobalState(() => {
  const copyDiagnostics = useCopyDiagnostics();
  const { undoSteps } = useExperiment();
  const { newDocument, openDocument, saveDocument, saveDocumentAs } = useDocuments();
  const { start, starting } = useStart();
  const { going, held, missing, pauseAll, resumeAll, stopAll, resumeShown } = useRuns();
  const { view, goTo } = useNavigation();
  const { setupHidden, codeShown, presenting, toggleSetup, toggleCode, present } = usePanels();
  const { importResult } = useActions();
  const { exportRuns, exportResult } = useExports();
  const exportable = useExportable();
  const typing = useTyping();
  const { shortcutsShown, aboutShown, licencesShown } = useDialogs();

  const always = computed(() => true);
  const inLab = computed(() => view.value === "lab");
  const goesOn = computed(() => going.value.running + going.value.queued > 0);

  const goTos = (name: typeof view.value): Action => ({
    act: () => goTo(name),
    able: always,
    on: computed(() => view.value === name),
  });
  const speak = (chosen: typeof language.value): Action => ({
    act: () => (language.value = chosen),
    able: always,
    on: computed(() => language.value === chosen),
  });
  const write = (format: ExportFormat): Action => ({
    act: () => exportRuns(exportable.value.runIds, format),
    able: computed(() => {
      const { length } = exportable.value.runIds;
      return length > 0 && length <= mostRunsAtOnce;
    }),
  });
  /** In a text field, undo and redo act on the field, as everywhere. */
  const step = (name: "undo" | "redo", isPossible: ComputedRef<boolean>): Action => ({
    act: () => (typing.value ? document.execCommand(name) : undoSteps[name]()),
    able: computed(() => typing.value || (inLab.value && isPossible.value)),
  });

  const actions: Record<Command, Action> = {
    new: { act: newDocument, able: always },
    open: { act: () => openDocument(), able: always },
    save: { act: saveDocument, able: inLab },
    saveAs: { act: saveDocumentAs, able: inLab },
    importResult: { act: () => importResult(), able: always },
    exportHtml: write("html"),
    exportCsv: write("csv"),
    exportJson: write("json"),
    exportTensorboard: write("tensorboard"),
    exportFolder: {
      act: () => exportResult(exportable.value.experimentIds[0]!),
      able: computed(() => exportable.value.experimentIds.length === 1),
    },
    undo: step("undo", undoSteps.canUndo),
    redo: step("redo", undoSteps.canRedo),
    run: { act: start, able: computed(() => inLab.value && !starting.value) },
    pause: { act: pauseAll, able: goesOn },
    resume: { act: resumeAll, able: computed(() => going.value.paused > 0) },
    stop: { act: stopAll, able: computed(() => goesOn.value || held.value) },
    resumeMissing: { act: resumeShown, able: computed(() => missing.value > 0) },
    lab: goTos("lab"),
    compare: goTos("compare"),
    history: goTos("history"),
    inside: goTos("inside"),
    setup: { act: toggleSetup, able: inLab, on: computed(() => !setupHidden.value) },
    code: { act: toggleCode, able: inLab, on: codeShown },
    present: { act: present, able: always, on: presenting },
    english: speak("en"),
    korean: speak("ko"),
    shortcuts: { act: () => (shortcutsShown.value = true), able: always },
    diagnostics: { act: copyDiagnostics, able: always },
    licences: { act: () => (licencesShown.value = true), able: always },
    about: { act: () => (aboutShown.value = true), able: always },
  };

  /**
   * Runs a command if it is available now, and returns whether it ran. An open dialog blocks all commands but those
   * of its own fields.
   */
  function perform(command: Command): boolean {
    const { act, able } = actions[command];
    const isFieldOwn = typing.value && (command === "undo" || command === "redo");
    const isBehind = document.activeElement?.closest("[aria-modal=true]") && !isFieldOwn;
    if (!able.value || isBehind) return false;
    act();
    return true;
  }

  return { actions, perform };
});
