import { randomBytes } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import { filesAt } from "../platform/files-at";

export interface Download {
  readonly name: string;
  readonly content: Readable;
}

/** A page saves a document again and again; it exports a result once. */
const mostKept = 200;

/** Files that the lab wrote for a page, in temporary folders, until the lab ends or many newer ones came. */
export class Downloads {
  /** By id, the oldest first. */
  private readonly offered = new Map<string, string>();
  private readonly folders = new Set<string>();

  /** A place for a new file or folder of this name. */
  async place(name: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "dropout-lab-download-"));
    this.folders.add(folder);
    const [oldest = folder] = this.folders;
    if (this.folders.size > mostKept) await this.remove(oldest);
    return join(folder, name);
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
    await Promise.all([...this.folders].map((folder) => this.remove(folder)));
  }

  private async remove(folder: string): Promise<void> {
    this.folders.delete(folder);
    await rm(folder, { recursive: true, force: true });
  }
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
