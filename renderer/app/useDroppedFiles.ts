import type { DraftData } from "../../src/experiment/draft";
import type { OpenedKind } from "../../src/contract/contract";
import { freshData } from "../state/sources";
import { useActions } from "../history/useActions";
import { onLab } from "../lab/client";
import { showFailure } from "../lab/failures";
import { useDocuments } from "../state/useDocuments";
import { useExperiment } from "../state/useExperiment";
import { useNavigation } from "../state/useNavigation";

/** Opens files that are dropped onto the window, each in its place. */
export function useDroppedFiles(): void {
  const { draft, undoSteps } = useExperiment();
  const { openDocument } = useDocuments();
  const { importResult } = useActions();
  const { goTo } = useNavigation();

  /** The data with these files; a source of another kind is replaced. */
  function setFiles(source: "csv" | "idx", files: Record<string, string | number>): void {
    const kept = draft.data.source === source ? draft.data : freshData(source, draft.data);
    undoSteps.step(() => (draft.data = { ...kept, ...files } as DraftData));
    goTo("lab");
  }

  const take: Record<Exclude<OpenedKind, "result">, (file: string) => void> = {
    experiment: (file) => void openDocument(file),
    runs: (file) => void openDocument(file),
    table: (path) => setFiles("csv", { path, target: 0 }),
    images: (images) => setFiles("idx", { images }),
    labels: (labels) => setFiles("idx", { labels }),
  };

  onLab("filesDropped", ({ files }) => {
    const results: string[] = [];
    for (const { file, kind, failure } of files) {
      if (failure) showFailure(failure);
      else if (kind === "result") results.push(file);
      else if (kind) take[kind](file);
    }
    if (results.length > 0) void importResult(results);
  });
}
