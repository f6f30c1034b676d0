import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { processExists, processMark } from "./process-exists";

/** What such folders hold: TensorFlow's graphs, a table or arrays that are being read, a file that a browser fetches, or a folder that is packed. */
const uses = ["graph", "table", "arrays", "download", "packed"] as const;
export type FolderUse = (typeof uses)[number];

/**
 * The name holds the process's number and start mark, so that a dead process's folder can be told from one in use.
 */
const namePattern = new RegExp(`^dropout-lab-(?:${uses.join("|")})-(\\d+)(?:-(.+))?-[^-]+$`);

/** An empty folder that only this user can read; the caller removes it, or `removeStaleFolders` once this process is dead. */
export function makeFolder(use: FolderUse): string {
  const mark = processMark(process.pid);
  const maker = mark === null ? process.pid : `${process.pid}-${asName(mark)}`;
  return mkdtempSync(join(tmpdir(), `dropout-lab-${use}-${maker}-`));
}

/**
 * Calls `work` with the path of an empty folder that only this user can read, and always removes the folder
 * afterwards.
 */
export function withTemporaryFolder<Result>(use: FolderUse, work: (path: string) => Result): Result {
  const path = makeFolder(use);
  try {
    return work(path);
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

/** Like `withTemporaryFolder`, for work that takes its time. */
export async function inTemporaryFolder<Result>(
  use: FolderUse,
  work: (path: string) => Promise<Result>,
): Promise<Result> {
  const path = makeFolder(use);
  try {
    return await work(path);
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

/** Whether a file lies in such a folder itself. */
export function isInTemporaryFolder(path: string): boolean {
  return namePattern.test(basename(dirname(path)));
}

/** Removes the folders of processes that could not remove them, for example because they were killed. */
export function removeStaleFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid, mark] = namePattern.exec(name) ?? [];
    if (pid === undefined || isInUse(Number(pid), mark)) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's folder: that user's lab removes it.
    }
  }
}

/** @param mark from the folder's name; older labs wrote none */
function isInUse(pid: number, mark: string | undefined): boolean {
  const now = processMark(pid);
  const isAnother = mark !== undefined && now !== null && asName(now) !== mark;
  return processExists(pid) && !isAnother;
}

function asName(mark: string): string {
  return mark.replaceAll(":", ".");
}
