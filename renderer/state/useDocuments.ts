import { ElMessage } from "element-plus";
import { useI18n } from "vue-i18n";
import { lab } from "../lab/client";
import { attempt } from "../lab/failures";
import { firstDocument } from "./documents";
import { useExperiment } from "./useExperiment";
import { useNavigation } from "./useNavigation";

/** Opening and saving the set-up as a file. */
export function useDocuments() {
  const { t } = useI18n();
  const { check, load } = useExperiment();
  const { goTo } = useNavigation();

  function newDocument(): void {
    load(firstDocument());
    goTo("lab");
  }

  /** Opens the file that was dropped, or the one that the person chooses in the dialog. */
  async function openDocument(file?: string): Promise<void> {
    const experiment = await attempt(() => lab.openExperiment(file === undefined ? {} : { file }));
    if (!experiment) return;
    load(experiment);
    goTo("lab");
  }

  async function saveDocument(): Promise<void> {
    const { experiment } = check.value;
    if (!experiment) {
      ElMessage({ type: "warning", message: t("header.cannotSave"), showClose: true });
      return;
    }
    const name = await attempt(() => lab.saveExperiment({ experiment }));
    if (name) ElMessage({ type: "success", message: t("header.saved", { name }), showClose: true });
  }

  return { newDocument, openDocument, saveDocument };
}
