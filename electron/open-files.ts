import { type Dropped, recogniseAll } from "../src/documents/dropped";
import type { Files } from "../src/documents/file-references";
import { isPastedTable, keepPastedTable } from "../src/documents/pasted-table";
import { failureOf } from "../src/messages/failure";
import { labFolder } from "../src/store/folders";
import type { SendShellEvent } from "./page-events";

/** What the person brings into the window. The page learns kinds and names, and a reference in place of each path. */
export function filesFor(files: Files, send: SendShellEvent) {
  const tell = ({ path, ...told }: Dropped) => ({ file: files.hide(path), ...told });

  async function openAll(paths: readonly string[]): Promise<void> {
    send("filesDropped", { files: (await recogniseAll(paths)).map(tell) });
  }

  async function openCells(text: string): Promise<void> {
    const folder = labFolder();
    try {
      await openAll([await keepPastedTable(folder, text)]);
    } catch (error) {
      send("filesDropped", { files: [tell({ path: folder, kind: null, failure: failureOf(error) })] });
    }
  }

  return {
    open: (paths: readonly string[]): void => void openAll(paths),
    /** Opens cells of a spreadsheet as a file; any other text is left alone. */
    paste: (text: string): void => void (isPastedTable(text) && openCells(text)),
  };
}
