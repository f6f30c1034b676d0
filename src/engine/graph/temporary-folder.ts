import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processExists } from "../../process-exists";

/** The maker's process number stands in the name, so that what a dead process left can be told from what is in use. */
const prefix = "dropout-lab-graph-";

/** Hands `use` the path of an empty folder that only this user can read, and removes the folder whatever happens. */
export function withTemporaryFolder<Result>(use: (path: string) => Result): Result {
  const path = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  try {
    return use(path);
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

/** Removes the folders of processes that ended without doing so, as one that is killed does. */
export function removeStaleFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
    if (Number.isNaN(owner) || processExists(owner)) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's: it is theirs to remove.
    }
  }
}
