import { columnFieldOf, dataFiles, kindOfSource } from "../../src/data/kinds";
import type { DraftData } from "../../src/experiment/draft";
import { resamplingFor } from "../../src/experiment/resampling";
import { type DataFileKind, dataFileKinds } from "../../src/fields/fields";
import type { OpenedKind } from "../../src/contract/contract";
import { followedName } from "../state/followedName";
import { freshData } from "../state/sources";
import { useActions } from "../history/useActions";
import { useLab } from "../lab/client";
import { showFailure } from "../lab/failures";
import { useDocuments } from "../state/useDocuments";
import { useExperiment } from "../state/useExperiment";
import { useNewRows } from "../state/useNewRows";
import { usePanels } from "../state/usePanels";
import { usePredicting } from "../state/usePredicting";

/** Opens files that are dropped onto the window, each in its place. */
export function useDroppedFiles(): void {
  const { on } = useLab();
  const { draft, undoSteps } = useExperiment();
  const { openDocument } = useDocuments();
  const { importResult } = useActions();
  const { showData } = usePanels();
  const { file: newRows, takes } = useNewRows();
  const { predict } = usePredicting();

  /** The data with this file; a source of another kind is replaced. */
  function withFile(data: DraftData, kind: DataFileKind, file: string): DraftData {
    const { source, key } = dataFiles.find(({ opens }) => opens === kind)!;
    const kept = data.source === source ? data : freshData(source, data);
    const column = columnFieldOf(source);
    // The columns of another table are others: the first one stands in until the preview lists them.
    const changed = { ...kept, [key]: file };
    const follows = kindOfSource(source).follow?.(changed, key);
    return { ...changed, ...follows, ...(column?.header && { [column.key]: 0 }) } as DraftData;
  }

  /** Files that were dropped together are one step. */
  function setFiles(files: readonly { readonly kind: DataFileKind; readonly file: string }[]): void {
    const chosen = files.reduce((data, { kind, file }) => withFile(data, kind, file), draft.data);
    undoSteps.step(() => {
      draft.name = followedName(draft.name, draft.data, chosen);
      draft.data = chosen;
      draft.evaluation.resample = resamplingFor(chosen.source, draft.evaluation.resample);
    });
    showData();
  }

  const isData = (kind: OpenedKind): kind is DataFileKind =>
    (dataFileKinds as readonly string[]).includes(kind);

  on("filesDropped", ({ files }) => {
    const results: string[] = [];
    const data: { kind: DataFileKind; file: string }[] = [];
    const takers = takes();
    const [first] = files;
    // What cannot be trained on, such as pictures without classes, can be predicted.
    if (takers && first && (first.kind === null || isData(first.kind))) {
      if (takers.length > 0) void predict(takers, first.file);
      else newRows.value = first.file;
      return;
    }
    for (const { file, kind, failure } of files) {
      if (failure) showFailure(failure);
      else if (kind === "result") results.push(file);
      else if (kind && isData(kind)) data.push({ kind, file });
      else if (kind) void openDocument(file);
    }
    if (data.length > 0) setFiles(data);
    if (results.length > 0) void importResult(results);
  });
}
