import { randomBytes } from "node:crypto";
import { constants, type Stats, write as writeCallback } from "node:fs";
import { access, chmod, chown, open, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { targetOf } from "./write-target";

/** The file's name until it is complete. */
export const draftEnd = ".part";

/**
 * Writes a file so that it appears complete or not at all. Until then an existing file of that name stays as it is;
 * the new file takes over its mode and owner. Links are followed. Targets that no other file can replace are written
 * directly: devices, pipes, descriptors, hard-linked files, and files in folders that allow no new file.
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const target = await targetOf(file);
  switch (target.kind) {
    case "new":
      return asDraft(target.path, (draft) => writeFile(draft, content));
    case "file":
      return replace(target.path, target.there, content);
    case "other":
      return writeThrough(target.path, content);
    case "descriptor":
      return writeToDescriptor(target.number, content);
  }
}

/** As `writeWhole`, and on return the file survives a power cut. @param parts of the content, one after another */
export async function writeDurably(file: string, parts: readonly Uint8Array[]): Promise<void> {
  await asDraft(file, async (draft) => {
    const handle = await open(draft, "w");
    try {
      for (const part of parts) await handle.writeFile(part);
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
  await syncFolder(dirname(file));
}

/** Makes the names in a folder survive a power cut. Windows has no such call: NTFS keeps a log of them. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Of standard output; also where only a part of what is read there is read to its end. */
export const standardOutput = 1;

/** Writes all of it to a descriptor that this process was given open. Its reader may stop early. */
export async function writeToDescriptor(descriptor: number, content: string | Uint8Array): Promise<void> {
  const write = promisify(writeCallback) as (
    descriptor: number,
    bytes: Uint8Array,
    offset: number,
  ) => Promise<{ bytesWritten: number }>;
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  for (let offset = 0; offset < bytes.length;) {
    try {
      offset += (await write(descriptor, bytes, offset)).bytesWritten;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") throw error;
      // The reader is slower than this.
      await wait(5);
    }
  }
}

/** Why a file cannot be replaced though it can be written: its folder, its owner, or a mount. */
const onlyThrough = new Set(["EACCES", "EPERM", "EBUSY", "EXDEV"]);

async function replace(file: string, there: Stats, content: string | Uint8Array): Promise<void> {
  // A file that may not be written is not replaced either.
  await access(file, constants.W_OK);
  if (there.nlink > 1) return writeThrough(file, content);
  try {
    await asDraft(file, async (draft) => {
      await writeFile(draft, content);
      const { uid, gid } = await stat(draft);
      if (uid !== there.uid || gid !== there.gid) await chown(draft, there.uid, there.gid);
      await chmod(draft, there.mode & 0o7777);
    });
  } catch (error) {
    if (!onlyThrough.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
    await writeThrough(file, content);
  }
}

async function writeThrough(path: string, content: string | Uint8Array): Promise<void> {
  // The lab must not take over a terminal to which it only writes.
  const handle = await open(path, constants.O_WRONLY | constants.O_TRUNC | (constants.O_NOCTTY ?? 0));
  try {
    await writeToDescriptor(handle.fd, content);
  } finally {
    await handle.close();
  }
}

async function asDraft(file: string, write: (draft: string) => Promise<void>): Promise<void> {
  // The name may already have the file system's longest length.
  const start = [...basename(file)].slice(0, 40).join("");
  const mark = randomBytes(4).toString("hex");
  const draft = join(dirname(file), `${start}.${process.pid}-${mark}${draftEnd}`);
  try {
    await write(draft);
    await rename(draft, file);
  } finally {
    // The first error matters more than a draft that cannot be removed.
    await rm(draft, { force: true }).catch(() => undefined);
  }
}
