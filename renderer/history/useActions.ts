import { ElButton } from "element-plus";
import { h } from "vue";
import { useI18n } from "vue-i18n";
import type { ImportedExperiment } from "../../src/contract/contract";
import type { Annotations } from "../../src/contract/history";
import { useLab } from "../lab/client";
import { attempt, say, showFailure, showText } from "../lab/failures";
import { shownName } from "../names";
import { notify } from "../notice";
import { useExperiment } from "../state/useExperiment";
import { useNavigation } from "../state/useNavigation";
import { useRuns } from "../state/useRuns";
import { useHistoryList } from "./useHistoryList";
import { type PickedExperiment, useSelection } from "./useSelection";

export type Annotation = Omit<Annotations, "experimentId">;

const longestName = 200;
/** Milliseconds during which a click can undo a deletion. */
const undoTime = 12_000;

/** The actions on experiments and runs of the history. */
export function useActions() {
  const { lab } = useLab();
  const { t } = useI18n();
  const { load } = useExperiment();
  const { goTo } = useNavigation();
  const runs = useRuns();
  const { refresh } = useHistoryList();
  const selection = useSelection();

  const done = (message: string) => notify({ type: "success", message });

  /** Shows the experiment and its set-up in the lab. */
  async function open(experimentId: string): Promise<void> {
    const experiment = await runs.open(experimentId);
    if (!experiment) return;
    load(experiment);
    goTo("lab");
  }

  /** Copies its document into the set-up, to be changed and trained as another experiment. */
  async function duplicate(experimentId: string): Promise<void> {
    const detail = await attempt(() => lab.getExperiment({ experimentId }));
    if (!detail) return;
    const name = t("history.copyName", { name: shownName(detail.experiment.name) }).slice(-longestName);
    load({ ...detail.experiment, name });
    goTo("lab");
    done(t("history.duplicated", { name }));
  }

  async function annotate(experimentId: string, annotation: Annotation): Promise<void> {
    const kept = await attempt(() => lab.annotateExperiment({ experimentId, ...annotation }));
    await refresh();
    // The lab shows the name too.
    if (kept && annotation.name !== undefined && runs.shown.value?.id === experimentId) {
      await runs.open(experimentId);
    }
  }

  async function resume(experimentId: string): Promise<void> {
    await runs.resume(experimentId);
    await refresh();
  }

  /** Removes it from the list at once, and restores it if the person says so. */
  async function remove(experiments: readonly PickedExperiment[]): Promise<void> {
    const experimentIds = experiments.map(({ id }) => id);
    const removed = await attempt(() => lab.deleteExperiments({ experimentIds }));
    if (!removed) return;
    const shown = runs.shown.value?.id;
    selection.forget(experimentIds);
    for (const id of experimentIds) runs.forget(id);
    const count = experiments.length;
    const message = notify({
      type: "info",
      duration: undoTime,
      // Above the bar of the selection.
      offset: 64,
      message: () =>
        h("span", { class: "undo" }, [
          t("history.deleted", { name: shownName(experiments[0]!.name), count }, count),
          h(ElButton, { type: "primary", link: true, onClick: () => void undo() }, () => t("history.undo")),
        ]),
    });
    async function undo(): Promise<void> {
      message.close();
      await attempt(() => lab.restoreExperiments({ experimentIds }));
      if (shown !== undefined && experimentIds.includes(shown)) await runs.open(shown);
      await refresh();
    }
    await refresh();
  }

  /** Imports results: the dropped files, or those that the person chooses. */
  async function importResult(files?: readonly string[]): Promise<void> {
    const answer = await attempt(() => lab.importResult(files === undefined ? {} : { files: [...files] }));
    if (!answer) return;
    const { imported, refused } = answer;
    if (imported.length > 0) {
      done(importedText(imported));
      goTo("history");
      await refresh();
    }
    const [first, ...others] = refused;
    if (!first) return;
    if (others.length === 0) showFailure(first.failure);
    else
      showText(
        [t("history.notImported", refused.length), ...refused.map(({ failure }) => say(failure))].join("\n"),
      );
  }

  function importedText(imported: readonly ImportedExperiment[]): string {
    const [only, ...others] = imported;
    const count = imported.reduce((sum, { summary }) => sum + summary.runs.length, 0);
    if (others.length > 0) return t("history.importedSeveral", { results: imported.length, count }, count);
    const name = shownName(only!.summary.name);
    return only!.restored
      ? t("history.importRestored", { name })
      : t("history.imported", { name, count }, count);
  }

  return { open, duplicate, annotate, resume, remove, importResult };
}
