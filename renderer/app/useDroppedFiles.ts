import { columnFieldOf, dataFiles, kindOfSource } from "../../src/data/kinds";
import type { DraftData } from "../../src/experiment/draft";
import type { DataFileKind } from "../../src/fields/fields";
import type { OpenedKind } from "../../src/contract/contract";
import { freshData } from "../state/sources";
import { useActions } from "../history/useActions";
import { useLab } from "../lab/client";
import { showFailure } from "../lab/failures";
import { useDocuments } from "../state/useDocuments";
import { useExperiment } from "../state/useExperiment";
import { usePanels } from "../state/usePanels";

/** Opens files that are dropped onto the window, each in its place. */
export function useDroppedFiles(): void {
  const { on } = useLab();
  const { draft, undoSteps } = useExperiment();
  const { openDocument } = useDocuments();
  const { importResult } = useActions();
  const { showData } = usePanels();

  /** The data with this file; a source of another kind is replaced. */
  function setFile(kind: DataFileKind, file: string): void {
    const { source, key } = dataFiles.find(({ opens }) => opens === kind)!;
    const kept = draft.data.source === source ? draft.data : freshData(source, draft.data);
    const column = columnFieldOf(source);
    // The columns of another table are others: the first one stands in until the preview lists them.
    const changed = { ...kept, [key]: file };
    const follows = kindOfSource(source).follow?.(changed, key);
    const chosen = { ...changed, ...follows, ...(column?.header && { [column.key]: 0 }) };
    undoSteps.step(() => (draft.data = chosen as DraftData));
    showData();
  }

  function take(kind: Exclude<OpenedKind, "result">, file: string): void {
    if (kind === "experiment" || kind === "runs") void openDocument(file);
    else setFile(kind, file);
  }

  on("filesDropped", ({ files }) => {
    const results: string[] = [];
    for (const { file, kind, failure } of files) {
      if (failure) showFailure(failure);
      else if (kind === "result") results.push(file);
      else if (kind) take(kind, file);
    }
    if (results.length > 0) void importResult(results);
  });
}
