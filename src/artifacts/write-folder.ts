import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { LabError } from "../messages/failure";
import { draftEnd } from "./write-whole";

interface NewFile {
  /** Below the folder, with slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Writes a folder that appears complete or not at all. An older one of the same files, or an empty one, is replaced.
 * @throws LabError as `expectReplaceable`; the system's error
 */
export async function writeFolderWhole(folder: string, files: readonly NewFile[]): Promise<void> {
  const place = resolve(folder);
  const isThere = await expectReplaceable(place, files);
  await mkdir(dirname(place), { recursive: true });
  const mark = randomBytes(4).toString("hex");
  const named = (what: string) =>
    join(dirname(place), `${basename(place).slice(0, 40)}.${what}-${mark}${draftEnd}`);
  const [draft, aside] = [named("new"), named("old")];
  try {
    for (const { path, bytes } of files) {
      const file = join(draft, ...path.split("/"));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
    }
    if (isThere) await rename(place, aside);
    try {
      await rename(draft, place);
    } catch (error) {
      if (isThere) await rename(aside, place);
      throw error;
    }
    if (isThere) await removeIfPossible(aside);
  } finally {
    // The first error matters more than a draft that cannot be removed.
    await removeIfPossible(draft);
  }
}

/**
 * @returns whether there is such a folder
 * @throws LabError `folderInUse` if it holds anything but these files; the system's error
 */
export async function expectReplaceable(folder: string, files: readonly NewFile[]): Promise<boolean> {
  const there = await entriesOf(folder);
  const ours = new Set(files.flatMap(({ path }) => pathsTo(path)));
  if (there?.some((path) => !ours.has(path))) throw new LabError("folderInUse", { folder: basename(folder) });
  return there !== null;
}

const removeIfPossible = (path: string) => rm(path, { recursive: true, force: true }).catch(() => undefined);

/** All files and folders below it, with slashes; null if there is nothing of that name. @throws `ENOTDIR` */
async function entriesOf(folder: string): Promise<string[] | null> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const below = await Promise.all(
      entries.map(async (entry) => {
        const inside = entry.isDirectory() ? await entriesOf(join(folder, entry.name)) : null;
        return [entry.name, ...(inside ?? []).map((path) => `${entry.name}/${path}`)];
      }),
    );
    return below.flat();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** `a/b/c` is in `a/b`, which is in `a`. */
function pathsTo(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
