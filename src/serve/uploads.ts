import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { filesAt } from "../platform/files-at";
import { LabError } from "../messages/failure";

/** Of one upload, and of all that a lab takes until it ends. */
const mostFiles = 500_000;
const gigabyte = 2 ** 30;

/**
 * The files that pages sent, in a private folder of the lab's: each upload has a folder of its own, so that files which belong
 * together lie beside each other, and no name meets another. They stay there as long as experiments name them.
 */
export class Uploads {
  private readonly filesOf = new Map<string, number>();
  /** In bytes; null until it is counted. */
  private taken: number | null = null;

  /** @param mostGigabytes of all uploads together */
  constructor(
    readonly folder: string,
    private readonly mostGigabytes: number,
  ) {}

  /** Begins an upload. @returns its name */
  begin(): string {
    const name = randomBytes(16).toString("hex");
    this.filesOf.set(name, 0);
    return name;
  }

  /**
   * Takes one file of an upload, whole or not at all.
   * @param path below the upload's folder, with slashes
   * @throws LabError `noSuchUpload`, `uploadName`, `uploadTooLarge`, `uploadTooMany`, `uploadBroken`
   */
  async take(upload: string, path: string, content: ReadableStream<Uint8Array> | null): Promise<void> {
    const count = this.filesOf.get(upload);
    if (count === undefined) throw new LabError("noSuchUpload");
    const parts = path.split("/");
    if (parts.length > 50 || !parts.every(isPlain))
      throw new LabError("uploadName", { file: path.slice(-100) });
    if (count >= mostFiles) throw new LabError("uploadTooMany", { limit: mostFiles });
    this.filesOf.set(upload, count + 1);
    this.taken ??= await bytesAt(this.folder);
    const file = join(this.folder, upload, ...parts);
    let bytes = 0;
    const measured = this.measured((more) => (bytes += more));
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      const source = content === null ? Readable.from([]) : Readable.fromWeb(content);
      await pipeline(source, measured, createWriteStream(file, { flags: "wx", mode: 0o600 }));
    } catch (error) {
      this.taken -= bytes;
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") await rm(file, { force: true });
      if (error instanceof LabError) throw error;
      const detail = (error as NodeJS.ErrnoException).code ?? String(error);
      throw new LabError("uploadBroken", { file: parts.at(-1)!, detail }, { cause: error });
    }
  }

  /**
   * What an upload holds: absolute paths of the files and folders that the person chose, in the order of their names.
   * @throws LabError `noSuchUpload`
   */
  async in(upload: string): Promise<string[]> {
    if (!this.filesOf.has(upload)) throw new LabError("noSuchUpload");
    const folder = join(this.folder, upload);
    const names = await readdir(folder).catch(() => []);
    return names.sort().map((name) => join(folder, name));
  }

  /**
   * Removes uploads that are older than this and that nobody needs. @param isNeeded by the name of an upload
   */
  async sweep(milliseconds: number, isNeeded: (upload: string) => boolean): Promise<void> {
    for (const upload of await readdir(this.folder).catch(() => [])) {
      const folder = join(this.folder, upload);
      const found = await stat(folder).catch(() => null);
      if (found === null || Date.now() - found.mtimeMs < milliseconds || isNeeded(upload)) continue;
      await rm(folder, { recursive: true, force: true });
      this.filesOf.delete(upload);
    }
    this.taken = await bytesAt(this.folder);
  }

  private measured(count: (bytes: number) => void): Transform {
    const limit = this.mostGigabytes * gigabyte;
    return new Transform({
      transform: (chunk: Uint8Array, _encoding, done) => {
        this.taken! += chunk.length;
        count(chunk.length);
        if (this.taken! > limit) done(new LabError("uploadTooLarge", { limit: this.mostGigabytes }));
        else done(null, chunk);
      },
    });
  }
}

async function bytesAt(folder: string): Promise<number> {
  let bytes = 0;
  for (const { path } of (await filesAt(folder).catch(() => null)) ?? []) {
    bytes += (await stat(path).catch(() => null))?.size ?? 0;
  }
  return bytes;
}

/** A name that stays where it is put, on every file system. */
function isPlain(name: string): boolean {
  const isWay = name === "" || name === "." || name === "..";
  return !isWay && Buffer.byteLength(name) <= 255 && !/[\\/:\p{Cc}]/u.test(name);
}
