import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { filesAt } from "../platform/files-at";

/** Equal folders give equal bytes, wherever and whenever they are packed. Pictures are packed already. */
const alike = { mtime: new Date(0), mode: 0o100644, compress: false };

/**
 * Writes the files of a folder into a zip, in the order of their names. Every source that reads a folder reads such a zip as
 * the same samples, in the same order.
 * @throws RangeError as `filesAt` does, and the system's errors
 */
export async function packFolder(folder: string, to: string): Promise<void> {
  const zip = new ZipFile();
  for (const { name, path } of (await filesAt(folder)) ?? []) zip.addFile(path, name, alike);
  zip.end();
  const written = createWriteStream(to);
  // yazl tells of a file that cannot be read beside its stream, which then never ends.
  zip.on("error", (error: Error) => written.destroy(error));
  await pipeline(zip.outputStream as AsyncIterable<Buffer>, written);
}
