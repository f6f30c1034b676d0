import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** A file of a folder. */
export interface FileAt {
  /** Its way from the folder, with forward slashes; empty if it is no folder but the file itself. */
  readonly name: string;
  readonly path: string;
}

/** A folder of more files is hardly meant: somebody's whole disk. */
export const mostFilesAt = 500_000;
const mostDepth = 8;

export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** What systems leave behind, and what begins with a dot. */
const junk = /^(\..*|__MACOSX|Thumbs\.db|ehthumbs\.db|desktop\.ini|@eaDir|Icon\r)$/i;

/** Whether some part of a name hides it from people. */
export function isHidden(name: string): boolean {
  return name.split("/").some((part) => junk.test(part));
}

/**
 * The file at a path, or the files of a folder and of those in it, in the order of their names: the same on every
 * machine, whatever its language and however it writes accents. What is hidden is left out.
 * @returns null if the path is neither a file nor a folder
 * @throws RangeError if there are more than `mostFilesAt`, and the system's errors
 */
export async function filesAt(path: string): Promise<FileAt[] | null> {
  const found = await stat(path);
  if (found.isFile()) return [{ name: "", path }];
  if (!found.isDirectory()) return null;
  const files: FileAt[] = [];
  await walk(path, "", 0, files);
  return sortedByName(files);
}

export function sortedByName<T extends { readonly name: string }>(files: readonly T[]): T[] {
  return [...files].sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
}

async function walk(folder: string, name: string, depth: number, files: FileAt[]): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (junk.test(entry.name)) continue;
    const path = join(folder, entry.name);
    // A link that leads nowhere is no file.
    const kind = entry.isSymbolicLink() ? await stat(path).catch(() => entry) : entry;
    const full = name + entry.name.normalize();
    // Links can lead round in circles.
    if (kind.isDirectory() && depth < mostDepth) await walk(path, `${full}/`, depth + 1, files);
    else if (kind.isFile() && files.push({ name: full, path }) > mostFilesAt) {
      throw new RangeError(`more than ${mostFilesAt} files`);
    }
  }
}

/**
 * Changes when a file at a path does, or when one comes or goes in a folder.
 * @returns null if there is nothing that can be read again, such as a pipe
 */
export async function stateAt(path: string): Promise<string | null> {
  try {
    const files = await filesAt(path);
    if (files === null) return null;
    const states: string[] = [];
    for (const file of files) {
      const { size, mtimeNs, ino } = await stat(file.path, { bigint: true });
      states.push(`${file.name} ${size} ${mtimeNs} ${ino}`);
    }
    return states.join("\n");
  } catch {
    return null;
  }
}
