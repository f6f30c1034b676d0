import { join } from "node:path";
import { type BrowserWindow, dialog, type FileFilter, type OpenDialogOptions } from "electron";
import { dataFiles } from "../src/data/kinds";
import type { Places, Wish } from "../src/lab/place-verbs";
import { LabError } from "../src/messages/failure";
import type { RecentDocuments } from "./recent-documents";

/** By the purpose for which a file is chosen. */
const filters = new Map<Wish, FileFilter[]>(
  dataFiles.map(({ purpose, filters: offered }) => [
    purpose,
    offered.map(({ name, extensions }) => ({ name, extensions: [...extensions] })),
  ]),
);
const documentFilters: FileFilter[] = [{ name: "Dropout Lab", extensions: ["json"] }];

/** The system's dialogs, over the window. */
export function dialogs(window: BrowserWindow, recent: RecentDocuments): Places {
  let isAsking = false;
  /**
   * Allows one dialog at a time, because a broken page could bury the desktop under dialogs. @throws LabError
   * `dialogOpen`
   */
  const alone = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    if (isAsking) throw new LabError("dialogOpen");
    isAsking = true;
    try {
      return await ask();
    } finally {
      isAsking = false;
    }
  };
  const choose = async (options: OpenDialogOptions) =>
    (await alone(() => dialog.showOpenDialog(window, options))).filePaths;
  return {
    existing: (wish, folder = false) =>
      folder
        ? choose({ properties: ["openDirectory"] })
        : choose({
            properties: ["openFile", ...(wish === "results" ? ["multiSelections" as const] : [])],
            filters: filters.get(wish) ?? documentFilters,
          }),
    async newFile(name, ending) {
      const { filePath } = await alone(() =>
        dialog.showSaveDialog(window, {
          defaultPath: `${name}.${ending}`,
          filters: [{ name: ending.toUpperCase(), extensions: [ending.split(".").at(-1)!] }],
        }),
      );
      return filePath || null;
    },
    async newFolder(name) {
      const [parent] = await choose({ properties: ["openDirectory", "createDirectory"] });
      // A new folder, because results of two experiments must not mix.
      return parent === undefined ? null : join(parent, name);
    },
    written: () => undefined,
    noteDocument: (path) => recent.note(path),
    forgetDocument: (path) => recent.forget(path),
  };
}
