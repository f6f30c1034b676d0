import { open, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** What a file is called until it is whole. */
export const draftEnd = ".part";

/** Writes a file so that it appears complete or not at all; one of that name stays as it was until then. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  await asDraft(file, (draft) => writeFile(draft, content));
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

async function asDraft(file: string, write: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${file}.${process.pid}${draftEnd}`;
  try {
    await write(draft);
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}
