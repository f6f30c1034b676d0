import { recognise } from "../src/documents/file-kind";
import type { Files } from "../src/documents/file-references";
import { isPastedTable, keepPastedTable } from "../src/documents/pasted-table";
import { failureOf } from "../src/messages/failure";
import { labFolder } from "../src/store/folders";
import type { SendShellEvent } from "./page-events";

/** What the person brings into the window. The page learns kinds and names, and a reference in place of each path. */
export function filesFor(files: Files, send: SendShellEvent) {
  const tell = (told: Awaited<ReturnType<typeof recognise>>, path: string) => ({
    file: files.hide(path),
    ...told,
  });

  async function openAll(paths: readonly string[]): Promise<void> {
    const known = await Promise.all(paths.map((path) => recognise(path)));
    send("filesDropped", { files: known.map((told, index) => tell(told, paths[index]!)) });
  }

  async function openCells(text: string): Promise<void> {
    const folder = labFolder();
    try {
      await openAll([await keepPastedTable(folder, text)]);
    } catch (error) {
      send("filesDropped", { files: [tell({ kind: null, failure: failureOf(error) }, folder)] });
    }
  }

  return {
    open: (paths: readonly string[]): void => void openAll(paths),
    /** Opens cells of a spreadsheet as a file; any other text is left alone. */
    paste: (text: string): void => void (isPastedTable(text) && openCells(text)),
  };
}
