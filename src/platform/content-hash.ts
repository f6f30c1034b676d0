import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { filesAt } from "./files-at";

/**
 * The SHA-256 of a file's content, as 64 hexadecimal digits; of a folder, that of its files with their names.
 * @throws as `filesAt` does
 */
export async function contentHash(path: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of (await filesAt(path)) ?? []) {
    // A folder's files are told apart by their names.
    if (file.name !== "") hash.update(`${file.name}\0${(await stat(file.path)).size}\0`);
    for await (const part of createReadStream(file.path, { highWaterMark: 2 ** 20 }))
      hash.update(part as Uint8Array);
  }
  return hash.digest("hex");
}
