import { rename, rm, writeFile } from "node:fs/promises";

/** Writes a file so that it appears complete or not at all; one of that name stays as it was until then. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const draft = `${file}.${process.pid}.part`;
  try {
    await writeFile(draft, content);
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}
