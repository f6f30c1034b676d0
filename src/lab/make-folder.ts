import { mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { targetOf } from "./write-target";

/**
 * Makes a folder and those above it where they are not there yet; a link to one that is not leads to where it is made.
 * Node's own `recursive` says ENOENT where the file system is read-only.
 * @throws what the system says, `ENOTDIR` where there is something else
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
    // Somebody else may have made it meanwhile.
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
