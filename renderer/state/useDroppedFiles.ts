import { ElMessage } from "element-plus";
import { useI18n } from "vue-i18n";
import type { DataConfig } from "../../src/experiment/schema";
import { fileName } from "../../src/lab/contract";
import { type DroppedKind, kindOfFile } from "../data/kindOfFile";
import { freshData } from "../data/sources";
import { useActions } from "../history/useActions";
import { onLab } from "../lab/client";
import { useDocuments } from "./useDocuments";
import { useExperiment } from "./useExperiment";
import { useNavigation } from "./useNavigation";

/** Takes files that are dropped onto the window to where they belong. */
export function useDroppedFiles(): void {
  const { draft, history } = useExperiment();
  const { openDocument } = useDocuments();
  const { importResult } = useActions();
  const { goTo } = useNavigation();
  const { t } = useI18n();

  /** The data with these files; a source of another kind is left for it. */
  function setFiles(source: "csv" | "idx", files: Record<string, string | number>): void {
    const kept = draft.data.source === source ? draft.data : freshData(source, draft.data);
    history.step(() => (draft.data = { ...kept, ...files } as DataConfig));
    goTo("lab");
  }

  const take: Record<DroppedKind, (file: string) => void> = {
    experiment: (file) => void openDocument(file),
    result: (file) => void importResult(file),
    csv: (path) => setFiles("csv", { path, target: 0 }),
    images: (images) => setFiles("idx", { images }),
    labels: (labels) => setFiles("idx", { labels }),
  };

  onLab("filesDropped", ({ files }) => {
    for (const file of files) {
      const name = fileName(file);
      const kind = kindOfFile(name);
      if (kind) take[kind](file);
      else ElMessage({ type: "warning", message: t("data.unknownDrop", { name }), showClose: true });
    }
  });
}
