import { randomBytes } from "node:crypto";
import { constants, type Stats, write as writeCallback } from "node:fs";
import { access, chmod, chown, open, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { targetOf } from "./write-target";

/** What a file is called until it is whole. */
export const draftEnd = ".part";

/**
 * Writes a file so that it appears complete or not at all; one of that name stays as it was until then, and gives its mode
 * and owner to the new one. Links are followed. What no other file can take the place of is written through: devices, pipes,
 * descriptors, files with several names, and files in folders that take no new one.
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

/** As `writeWhole`, and when it returns the file outlives a power cut. @param parts of the content, one after another */
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

/** Makes the names in a folder outlive a power cut. Windows has no such call: NTFS keeps a log of them. */
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

/** Writes all of it to what this process was given open. Whoever reads there may stop when it has had enough. */
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
      // Whoever reads is slower than this.
      await wait(5);
    }
  }
}

/** Why a file cannot be replaced though it can be written: its folder, its owner, or that it is mounted. */
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
  // The lab must not become a terminal's that it only writes to.
  const handle = await open(path, constants.O_WRONLY | constants.O_TRUNC | (constants.O_NOCTTY ?? 0));
  try {
    await writeToDescriptor(handle.fd, content);
  } finally {
    await handle.close();
  }
}

async function asDraft(file: string, write: (draft: string) => Promise<void>): Promise<void> {
  // The name may be as long as the file system allows.
  const start = [...basename(file)].slice(0, 40).join("");
  const mark = randomBytes(4).toString("hex");
  const draft = join(dirname(file), `${start}.${process.pid}-${mark}${draftEnd}`);
  try {
    await write(draft);
    await rename(draft, file);
  } finally {
    // What went wrong before says more than that the draft cannot be taken away.
    await rm(draft, { force: true }).catch(() => undefined);
  }
}
