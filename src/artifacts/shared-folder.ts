import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { LabError } from "../messages/failure";
import { contentHash } from "../platform/content-hash";
import {
  checkpointPointerSchema,
  expectHash,
  expectRunName,
  fetchChecked,
  type PointedCheckpoint,
  type SharedCheckpoint,
  type SharedFiles,
  withOpened,
  writeChecked,
} from "./shared-files";
import { draftEnd, writeDurably } from "./write-whole";

/** What a machine that was switched off left half written is removed after this time. */
const draftMs = 24 * 3600 * 1000;

/**
 * Files that machines share in a folder which all of them see, also over NFS: no lock and no database, new names appear by
 * rename only. Files are `files/<first two digits>/<hash>`; pointers are `pointers/<run>/<fence>`, one file for each fence,
 * so that a late holder of a lease has nothing to overwrite.
 */
export class SharedFolder implements SharedFiles {
  constructor(readonly folder: string) {}

  async put(file: string): Promise<string> {
    return withOpened(file, async ({ hash, size, read }) => {
      await reaching(async () => {
        if (await this.renew(hash, size)) return;
        if (!(await this.take(hash, read()))) throw new LabError("sharedFileChanged", { file });
      });
      return hash;
    });
  }

  /** Keeps what comes if it has this hash, whole or not at all. @returns whether it has */
  async take(hash: string, content: AsyncIterable<Uint8Array>): Promise<boolean> {
    const place = this.placeOf(hash);
    await mkdir(dirname(place), { recursive: true });
    const draft = `${place}.${randomBytes(4).toString("hex")}${draftEnd}`;
    try {
      return await writeChecked(hash, place, draft, content);
    } finally {
      await removeIfThere(draft);
    }
  }

  /**
   * Keeps what comes from a machine if it has this hash, whole or not at all; what came before it broke off stays for the next time.
   * @param sender a plain name of the machine
   * @param from bytes that `begun` told of, which the sender left out
   * @returns whether it has this hash
   */
  async takeFurther(
    hash: string,
    sender: string,
    from: number,
    content: AsyncIterable<Uint8Array>,
  ): Promise<boolean> {
    const place = this.placeOf(hash);
    await mkdir(dirname(place), { recursive: true });
    return writeChecked(hash, place, this.draftOf(hash, sender), content, from);
  }

  /** How many bytes of a file came from a machine before it broke off. */
  async begun(hash: string, sender: string): Promise<number> {
    return (await unlessMissing(stat(this.draftOf(hash, sender))))?.size ?? 0;
  }

  /** Removes what came of a file that there is no room for. */
  async dropBegun(hash: string, sender: string): Promise<void> {
    await removeIfThere(this.draftOf(hash, sender));
  }

  /** Of all files, also half ones. */
  async bytes(): Promise<number> {
    const files = join(this.folder, "files");
    let bytes = 0;
    for (const start of await namesIn(files)) {
      for (const name of await namesIn(join(files, start))) {
        bytes += (await unlessMissing(stat(join(files, start, name))))?.size ?? 0;
      }
    }
    return bytes;
  }

  async has(hash: string): Promise<boolean> {
    return reaching(() => this.renew(hash));
  }

  /** In bytes; null if there is no such file. */
  async sizeOf(hash: string): Promise<number | null> {
    const place = this.placeOf(hash);
    return reaching(async () => (await unlessMissing(stat(place)))?.size ?? null);
  }

  async get(hash: string, to: string): Promise<void> {
    const place = this.placeOf(hash);
    await reaching(async () => {
      if (!(await this.renew(hash))) {
        throw new LabError("sharedFileMissing", { name: hash.slice(0, 16) });
      }
      try {
        await fetchChecked(hash, to, async (start) => createReadStream(place, { start }));
      } catch (error) {
        if (error instanceof LabError) await this.removeIfDamaged(hash);
        throw error;
      }
    });
  }

  /** What a file holds from this byte on. */
  read(hash: string, start: number): AsyncIterable<Uint8Array> {
    return createReadStream(this.placeOf(hash), { start });
  }

  /** A file that no longer has its hash would never be put again while it lies there. */
  async removeIfDamaged(hash: string): Promise<void> {
    const place = this.placeOf(hash);
    const found = await unlessMissing(contentHash(place));
    if (found !== null && found !== hash) await removeIfThere(place);
  }

  async point(run: string, fence: number, checkpoint: SharedCheckpoint): Promise<boolean> {
    const { hash, epoch } = checkpointPointerSchema.parse(checkpoint);
    const folder = this.pointersOf(run);
    return reaching(async () => {
      const before = await this.pointedIn(folder);
      if (before.some((other) => other.fence > fence)) return false;
      await mkdir(folder, { recursive: true });
      await writeDurably(join(folder, String(fence)), [Buffer.from(JSON.stringify({ hash, epoch }))]);
      for (const other of before) {
        if (other.fence < fence) await removeIfThere(join(folder, String(other.fence)));
        if (other.hash !== hash) await removeIfThere(this.placeOf(other.hash));
      }
      return (await fencesIn(folder)).every((other) => other <= fence);
    });
  }

  async newest(run: string): Promise<PointedCheckpoint | null> {
    const folder = this.pointersOf(run);
    return reaching(async () => (await this.pointedIn(folder))[0] ?? null);
  }

  async forget(run: string): Promise<void> {
    const folder = this.pointersOf(run);
    await reaching(async () => {
      for (const { hash } of await this.pointedIn(folder)) await removeIfThere(this.placeOf(hash));
      await rm(folder, { recursive: true, force: true });
    });
  }

  async remove(hash: string): Promise<void> {
    const place = this.placeOf(hash);
    await reaching(() => removeIfThere(place));
  }

  async sweep(milliseconds: number): Promise<void> {
    const before = Date.now() - milliseconds;
    await reaching(async () => {
      const pointed = await this.sweepPointers(before);
      const files = join(this.folder, "files");
      for (const start of await namesIn(files)) {
        for (const name of await namesIn(join(files, start))) {
          const place = join(files, start, name);
          if (name.endsWith(draftEnd))
            await removeIfOlder(place, Date.now() - Math.max(draftMs, milliseconds));
          else if (!pointed.has(name)) await removeIfOlder(place, before);
        }
      }
    });
  }

  /** @returns the hashes that those left name */
  private async sweepPointers(before: number): Promise<ReadonlySet<string>> {
    const pointers = join(this.folder, "pointers");
    const pointed = new Set<string>();
    for (const run of await namesIn(pointers)) {
      const folder = join(pointers, run);
      for (const name of await namesIn(folder)) await removeIfOlder(join(folder, name), before);
      for (const { hash } of await this.pointedIn(folder)) pointed.add(hash);
      if ((await namesIn(folder)).length === 0) await rm(folder, { recursive: true, force: true });
    }
    return pointed;
  }

  /** What can be read of a run's pointers, the highest fence first. */
  private async pointedIn(folder: string): Promise<PointedCheckpoint[]> {
    const found: PointedCheckpoint[] = [];
    for (const fence of await fencesIn(folder)) {
      const text = await unlessMissing(readFile(join(folder, String(fence)), "utf8"));
      const checkpoint = text === null ? null : checkpointOf(text);
      if (checkpoint) found.push({ ...checkpoint, fence });
    }
    return found;
  }

  /** Makes a file young, so that no sweep takes it. @returns whether it is there, with this size if one is given */
  async renew(hash: string, size?: number): Promise<boolean> {
    const place = this.placeOf(hash);
    const found = await unlessMissing(stat(place));
    if (found === null || (size !== undefined && found.size !== size)) return false;
    const now = new Date();
    const young = utimes(place, now, now).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        // Another user's file: its owner's lab makes it young.
        if (["EPERM", "EACCES", "EROFS"].includes(error.code ?? "")) return true;
        throw error;
      },
    );
    return (await unlessMissing(young)) ?? false;
  }

  private draftOf(hash: string, sender: string): string {
    return `${this.placeOf(hash)}.${sender}${draftEnd}`;
  }

  private placeOf(hash: string): string {
    return join(this.folder, "files", expectHash(hash).slice(0, 2), hash);
  }

  private pointersOf(run: string): string {
    return join(this.folder, "pointers", expectRunName(run));
  }
}

/**
 * Takes a file away only if it is old, also where somebody makes it young at this moment: aside first, then a second look.
 * Whoever puts it meanwhile finds it missing, and writes it anew.
 */
async function removeIfOlder(place: string, before: number): Promise<void> {
  const isOld = async (path: string) => {
    const found = await unlessMissing(stat(path));
    return found !== null && found.mtimeMs < before;
  };
  if (!(await isOld(place))) return;
  if (place.endsWith(draftEnd)) return removeIfThere(place);
  const aside = `${place}.${randomBytes(4).toString("hex")}${draftEnd}`;
  if ((await unlessMissing(rename(place, aside).then(() => true))) === null) return;
  if (await isOld(aside)) await removeIfThere(aside);
  else await rename(aside, place);
}

function checkpointOf(text: string): SharedCheckpoint | null {
  try {
    return checkpointPointerSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The highest first. */
async function fencesIn(folder: string): Promise<number[]> {
  const names = (await namesIn(folder)).filter((name) => /^\d+$/.test(name));
  return names.map(Number).sort((one, other) => other - one);
}

async function namesIn(folder: string): Promise<string[]> {
  return (await unlessMissing(readdir(folder))) ?? [];
}

async function removeIfThere(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** Also a file that another machine removed after this one saw its name (ESTALE, over NFS). */
async function unlessMissing<Found>(looking: Promise<Found>): Promise<Found | null> {
  try {
    return await looking;
  } catch (error) {
    if (["ENOENT", "ESTALE"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}

/** What systems say of a disk, a quota, or a limit of file sizes. */
const noRoom: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** @throws LabError `sharedFolderFull`, `sharedFilesNotReached` for the system's errors */
async function reaching<Found>(work: () => Promise<Found>): Promise<Found> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof LabError || code === undefined) throw error;
    const name = noRoom.has(code) ? "sharedFolderFull" : "sharedFilesNotReached";
    throw new LabError(name, { detail: code }, { cause: error });
  }
}
