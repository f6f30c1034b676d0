import { readdirSync, rmSync } from "node:fs";

/** Files that save work, and of which the lab never fails: checkpoints, prepared data. */

/** None if there is no such folder. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Removes a file, or a folder with all that is in it. */
export function removeIfPossible(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // A read-only folder, or a file that a virus scanner holds: this only costs disk space.
  }
}
