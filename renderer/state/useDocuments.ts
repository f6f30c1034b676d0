import { ElMessage } from "element-plus";
import { useI18n } from "vue-i18n";
import { fileName } from "../../src/contract/contract";
import { useLab } from "../lab/client";
import { attempt } from "../lab/failures";
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
    if (opened.file === null) ElMessage({ type: "info", message: t("header.openedRuns"), showClose: true });
    goTo("lab");
  }

  /** @param known the document to overwrite; without it, a dialog asks where */
  async function write(known: string | null): Promise<void> {
    const { experiment } = check.value;
    if (!experiment) {
      ElMessage({ type: "warning", message: t("header.cannotSave"), showClose: true });
      return;
    }
    const written = text.value;
    const file = await attempt(() =>
      lab.saveExperiment({ experiment, ...(known !== null && { file: known }) }),
    );
    if (!file) return;
    noteSaved({ file, text: written });
    const message = t("header.saved", { name: fileName(file) });
    ElMessage({ type: "success", message, showClose: true });
  }

  return {
    newDocument,
    openDocument,
    saveDocument: () => write(saved.value.file),
    saveDocumentAs: () => write(null),
  };
}
