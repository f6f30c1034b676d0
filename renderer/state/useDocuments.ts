import { useI18n } from "vue-i18n";
import { fileName } from "../../src/contract/contract";
import { useLab } from "../lab/client";
import { attempt } from "../lab/failures";
import { notify } from "../notice";
import { firstDocument } from "./documents";
import { useExperiment } from "./useExperiment";
import { useNavigation } from "./useNavigation";

/** Opens the set-up from a file and saves it. */
export function useDocuments() {
  const { lab } = useLab();
  const { t } = useI18n();
  const { check, load, noteSaved, saved, text } = useExperiment();
  const { goTo } = useNavigation();

  function newDocument(): void {
    load(firstDocument());
    goTo("lab");
  }

  /** Opens the dropped file, or the one that the person chooses in the dialog. */
  async function openDocument(dropped?: string): Promise<void> {
    const opened = await attempt(() => lab.openExperiment(dropped === undefined ? {} : { file: dropped }));
    if (!opened) return;
    load(opened.experiment, opened.file);
    if (opened.file === null) notify({ type: "info", message: t("header.openedRuns") });
    goTo("lab");
  }

  /** @param known the document to overwrite; without it, a dialog asks where */
  async function write(known: string | null): Promise<void> {
    const { experiment } = check.value;
    if (!experiment) {
      notify({ type: "warning", message: t("header.cannotSave") });
      return;
    }
    const written = text.value;
    const file = await attempt(() =>
      lab.saveExperiment({ experiment, ...(known !== null && { file: known }) }),
    );
    if (!file) return;
    noteSaved({ file, text: written });
    const message = t("header.saved", { name: fileName(file) });
    notify({ type: "success", message });
  }

  return {
    newDocument,
    openDocument,
    saveDocument: () => write(saved.value.file),
    saveDocumentAs: () => write(null),
  };
}
