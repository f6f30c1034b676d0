import { mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { targetOf } from "../artifacts/write-target";

/**
 * Makes a folder and its missing parents. Follows links, also a link to a folder that does not exist yet. Node's own
 * `recursive` reports ENOENT on a read-only file system.
 * @throws the system's error; `ENOTDIR` if something else has the folder's name
 */
export async function makeFolder(path: string): Promise<void> {
  const folder = resolve(path);
  if (await isFolder(folder)) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder));
  const target = await targetOf(folder);
  if (target.kind !== "new") throw Object.assign(new Error(`Not a folder: ${folder}`), { code: "ENOTDIR" });
  try {
    if (target.path === folder) await mkdir(folder);
    else await makeFolder(target.path);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!(await isFolder(folder))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
