import { randomBytes } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import { filesAt } from "../platform/files-at";
import { makeFolder, removeStaleFolders } from "../platform/temporary-folder";

export interface Download {
  readonly name: string;
  readonly content: Readable;
}

/** A page saves a document again and again; it exports a result once. */
const mostKept = 200;
/** A result with its weights may have 1 GB. */
const usualMostBytes = 5 * 2 ** 30;

/** Files that the lab wrote for a page, in temporary folders, until the lab ends, many newer ones came, or a day has passed. */
export class Downloads {
  /** By id, the oldest first. */
  private readonly offered = new Map<string, string>();
  /** The oldest first, each with the time at which it was made. */
  private readonly folders = new Map<string, number>();

  /** Removes what labs left that were killed. */
  constructor(private readonly mostBytes = usualMostBytes) {
    removeStaleFolders();
  }

  /** A place for a new file or folder of this name. */
  async place(name: string): Promise<string> {
    await this.sweep();
    const folder = makeFolder("download");
    this.folders.set(folder, Date.now());
    return join(folder, name);
  }

  /** Removes the oldest files beyond the limits of number and size, and those that are older than this. */
  async sweep(milliseconds = Infinity): Promise<void> {
    let bytes = 0;
    const sizes = new Map<string, number>();
    for (const folder of this.folders.keys()) {
      sizes.set(folder, await bytesAt(folder));
      bytes += sizes.get(folder)!;
    }
    for (const [folder, made] of [...this.folders]) {
      const isMuch = this.folders.size >= mostKept || (bytes > this.mostBytes && this.folders.size > 1);
      if (!isMuch && Date.now() - made < milliseconds) continue;
      await this.remove(folder);
      bytes -= sizes.get(folder)!;
    }
  }

  /** @param path of a file or folder that the lab wrote. @returns under which id it can be fetched, and its name then */
  offer(path: string): { readonly id: string; readonly name: string } {
    const id = randomBytes(16).toString("hex");
    this.offered.set(id, path);
    const [oldest = id] = this.offered.keys();
    if (this.offered.size > mostKept) this.offered.delete(oldest);
    return { id, name: nameAt(path) };
  }

  /** Whether it is in a place of `place`'s. */
  holds(path: string): boolean {
    return this.folders.has(dirname(path));
  }

  /** A folder comes as a zip. @returns null if there is no such file any more */
  async fetch(id: string): Promise<Download | null> {
    const path = this.offered.get(id);
    if (path === undefined || !existsSync(path)) return null;
    const content = statSync(path).isDirectory() ? await zipOf(path) : createReadStream(path);
    return { name: nameAt(path), content };
  }

  async close(): Promise<void> {
    await Promise.all([...this.folders.keys()].map((folder) => this.remove(folder)));
  }

  private async remove(folder: string): Promise<void> {
    this.folders.delete(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

async function bytesAt(folder: string): Promise<number> {
  const files = (await filesAt(folder).catch(() => null)) ?? [];
  return files.reduce((sum, { path }) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
}

function nameAt(path: string): string {
  return statSync(path).isDirectory() ? `${basename(path)}.zip` : basename(path);
}

async function zipOf(folder: string): Promise<Readable> {
  const zip = new ZipFile();
  for (const { name, path } of (await filesAt(folder)) ?? [])
    zip.addFile(path, `${basename(folder)}/${name}`);
  zip.end();
  return Readable.from(zip.outputStream as AsyncIterable<Buffer>);
}
