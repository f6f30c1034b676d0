import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { LabError } from "../messages/failure";
import { onlyIn } from "./readable";

export interface ServedEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** A folder of this machine whose files a page may choose, and never change. */
export class ServedFolder {
  private readonly isInside: (path: string) => boolean;

  constructor(readonly folder: string) {
    this.isInside = onlyIn([folder]);
  }

  /** @param path below the folder, with slashes; empty for the folder itself. @throws LabError `fileNotServed` */
  async list(path: string): Promise<ServedEntry[]> {
    const entries = await readdir(this.at(path), { withFileTypes: true });
    return entries
      .filter((entry) => !entry.name.startsWith(".") && (entry.isFile() || entry.isDirectory()))
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
      .sort(
        (one, other) => Number(other.isFolder) - Number(one.isFolder) || one.name.localeCompare(other.name),
      );
  }

  /** The absolute path. @throws LabError `fileNotServed` */
  at(path: string): string {
    const full = join(this.folder, ...path.split("/"));
    if (!this.isInside(full)) throw new LabError("fileNotServed", { file: path.slice(-100) });
    return full;
  }
}
