import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { LabError } from "../messages/failure";
import { draftEnd } from "./write-whole";

/**
 * Files that several machines share (checkpoints, weights, data), by the SHA-256 of their content, and for each run a
 * pointer to its newest checkpoint. Everything may be repeated, in any order, by any number of machines at once.
 * Where they are is `sharedFilesAt`'s to say. All methods throw LabError `sharedFilesNotReached` where the folder or the server is not there or takes nothing, and `sharedFolderFull` where the folder's disk is full.
 */
export interface SharedFiles {
  /**
   * Keeps a copy of a file. Repeating it costs one reading of the file and makes the copy young again.
   * @returns its hash, 64 hexadecimal digits
   * @throws LabError `sharedFileChanged` if the file was written meanwhile, `sharedFilesFull`
   */
  put(file: string): Promise<string>;

  /** Whether it is there; that makes it young again. */
  has(hash: string): Promise<boolean>;

  /**
   * Copies a file, which then appears at `to` whole and checked. One that broke off goes on where it was: what it has lies
   * beside `to`, and one process at a time may fetch to the same place.
   * @throws LabError `sharedFileMissing`; `sharedFileDamaged`, after the copy with another hash was removed
   */
  get(hash: string, to: string): Promise<void>;

  /**
   * Says which checkpoint of a run is the newest, as seen by the holder of a lease. The last word of the highest fence counts;
   * the checkpoint that it replaces is removed.
   * @param fence number of the lease; one holder has it, and later holders have higher ones
   * @returns whether it counts; false: somebody with a higher fence has this run
   */
  point(run: string, fence: number, checkpoint: SharedCheckpoint): Promise<boolean>;

  /** Where a run can continue; null before its first checkpoint. */
  newest(run: string): Promise<PointedCheckpoint | null>;

  /** Removes the pointers of a run that needs none any more, and its checkpoints. */
  forget(run: string): Promise<void>;

  /** Removes a file that nobody needs any more, such as weights that the lab has fetched. */
  remove(hash: string): Promise<void>;

  /** Removes pointers that nobody wrote for this time, and files that nobody put, asked for or fetched meanwhile and no pointer names. */
  sweep(milliseconds: number): Promise<void>;
}

export interface SharedCheckpoint {
  readonly hash: string;
  /** The epoch in training, as in the checkpoint's own name. */
  readonly epoch: number;
}

export interface PointedCheckpoint extends SharedCheckpoint {
  readonly fence: number;
}

export const checkpointPointerSchema: z.ZodType<SharedCheckpoint> = z.strictObject({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  epoch: z.int().min(1),
});

/** @throws LabError `sharedFileName` for what is no SHA-256 in lower case, and so would be some other file's name */
export function expectHash(hash: string): string {
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new LabError("sharedFileName", { name: hash.slice(0, 100) });
  return hash;
}

/** @throws LabError `sharedFileName` for what is no plain name: ids of runs are */
export function expectRunName(run: string): string {
  if (!/^\w[\w-]{0,199}$/.test(run)) throw new LabError("sharedFileName", { name: run.slice(0, 100) });
  return run;
}

export interface OpenedFile {
  readonly hash: string;
  /** In bytes. */
  readonly size: number;
  read(start?: number): Readable;
}

/** Opens a file once, so that one which is replaced or removed meanwhile (a checkpoint by the next) is still read as it was. @throws the system's error */
export async function withOpened<T>(file: string, use: (opened: OpenedFile) => Promise<T>): Promise<T> {
  const handle = await open(file, "r");
  // A stream of Node's own, once broken off, would close the file.
  const read = (start = 0) => Readable.from(partsFrom(handle, start), { objectMode: false });
  try {
    const digest = createHash("sha256");
    for await (const part of read()) digest.update(part as Uint8Array);
    return await use({ hash: digest.digest("hex"), size: (await handle.stat()).size, read });
  } finally {
    await handle.close();
  }
}

async function* partsFrom(handle: FileHandle, start: number): AsyncGenerator<Buffer> {
  for (let position = start; ;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(1 << 16), { position });
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}

/**
 * Writes what comes to a file that appears only if it has this hash, and survives a power cut then.
 * @param draft its name until then; removed if the hash is wrong, else kept for the next time
 * @param from bytes that the draft has already
 * @returns whether the hash was right
 */
export async function writeChecked(
  hash: string,
  to: string,
  draft: string,
  content: AsyncIterable<Uint8Array>,
  from = 0,
): Promise<boolean> {
  const digest = createHash("sha256");
  if (from > 0) for await (const part of createReadStream(draft)) digest.update(part as Uint8Array);
  const measured = async function* (parts: AsyncIterable<Uint8Array>) {
    for await (const part of parts) {
      digest.update(part);
      yield part;
    }
  };
  await pipeline(content, measured, createWriteStream(draft, { flags: from > 0 ? "a" : "w" }));
  if (digest.digest("hex") !== hash) {
    await rm(draft, { force: true });
    return false;
  }
  const handle = await open(draft, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, to);
  return true;
}

/**
 * Brings a file as `SharedFiles.get` promises.
 * @param read the content from this byte on; nothing if it has no more
 * @throws LabError `sharedFileDamaged`; what `read` throws
 */
export async function fetchChecked(
  hash: string,
  to: string,
  read: (from: number) => Promise<Readable>,
): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const draft = join(dirname(to), `${basename(to).slice(0, 40)}.${hash.slice(0, 16)}${draftEnd}`);
  const from = await sizeOf(draft);
  if (await writeChecked(hash, to, draft, await read(from), from)) return;
  // Perhaps only what lay here was wrong.
  if (from > 0 && (await writeChecked(hash, to, draft, await read(0)))) return;
  throw new LabError("sharedFileDamaged", { name: hash.slice(0, 16) });
}

/** 0 if there is no such file. */
async function sizeOf(file: string): Promise<number> {
  const handle = await open(file, "r").catch(() => null);
  if (handle === null) return 0;
  try {
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}
