import { open, realpath } from "node:fs/promises";
import { basename, dirname, relative, resolve, sep } from "node:path";
import { LabError } from "../messages/failure";
import { labFolder } from "../store/folders";
import { targetOf, type WriteTarget } from "../artifacts/write-target";

/** In the lab's folder: the store, its logs, backups and files set aside; checkpoints; prepared data; the window's memory. */
const ownNames =
  /^(lab(\.(backup-version|set-aside)-.*)?\.sqlite(-wal|-shm|-journal)?(\.part)?|checkpoints|prepared|errors\.jsonl|window)$/i;

/** How a database and its logs begin, wherever they are: another store, or a second name of this one. */
const signatures = [
  [...Buffer.from("SQLite format 3\0")],
  [0x37, 0x7f, 0x06],
  [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7],
];

/**
 * Call this before writing where a person says: no export may replace what the lab lives on, whatever links lead
 * there.
 * @param path a file or a folder; it may not exist yet
 * @throws LabError `fileProtected`
 */
export async function refuseProtected(path: string): Promise<void> {
  const target = await nearestTarget(resolve(path));
  if (target !== null && ((await isOwn(target)) || (await isDatabase(target)))) {
    throw new LabError("fileProtected", { file: basename(path) });
  }
}

/** Of the path, or of its nearest folder that exists; null where the writer will fail, and say why. */
async function nearestTarget(path: string): Promise<WriteTarget | null> {
  try {
    return await targetOf(path);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    return isMissing && dirname(path) !== path ? nearestTarget(dirname(path)) : null;
  }
}

async function isOwn(target: WriteTarget): Promise<boolean> {
  if (target.kind === "descriptor") return false;
  const folder = await realpath(labFolder()).catch(() => null);
  return folder !== null && ownNames.test(relative(folder, target.path).split(sep)[0]!);
}

async function isDatabase(target: WriteTarget): Promise<boolean> {
  if (target.kind !== "file") return false;
  const start = Buffer.alloc(16);
  try {
    const handle = await open(target.path, "r");
    await handle.read(start, 0, start.length, 0).finally(() => handle.close());
  } catch {
    // A file that may be written but not read.
    return false;
  }
  return signatures.some((signature) => signature.every((byte, index) => start[index] === byte));
}
