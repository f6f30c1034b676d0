import { recognise } from "../src/documents/file-kind";
import type { Files } from "../src/documents/file-references";
import type { SendShellEvent } from "./page-events";

/** Opens files in the page: it learns their kinds and names, and a reference in place of each path. */
export function fileOpener(files: Files, send: SendShellEvent): (paths: readonly string[]) => void {
  const open = async (paths: readonly string[]) => {
    const known = await Promise.all(paths.map((path) => recognise(path)));
    send("filesDropped", {
      files: known.map((told, index) => ({ file: files.hide(paths[index]!), ...told })),
    });
  };
  return (paths) => void open(paths);
}
