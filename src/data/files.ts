import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { LabError } from "../messages/failure";

/** The most bytes of one array of numbers. EMNIST's largest file holds 0.55 GB. */
export const mostArrayBytes = 2 ** 30;
/** No deflate stream grows by a larger factor when it is unpacked (zlib's technical details). */
export const mostDeflateRatio = 1032;

/** The file's name for failures: the window must never learn where a file lies. The cause has the whole path. */
export function fileOf(path: string): { file: string } {
  return { file: basename(path) };
}

/**
 * Size in bytes of a file that can be read to its end.
 * @throws LabError `fileIsNoFile` (a folder, or a pipe or device that might never end), and the system's errors
 */
export async function sizeToRead(path: string): Promise<number> {
  const found = await stat(path);
  if (!found.isFile()) throw new LabError("fileIsNoFile", fileOf(path));
  return found.size;
}

/** Like `sizeToRead`. @throws LabError `fileMissing`, `fileIsNoFile`, `fileUnreadable` */
export async function fileSize(path: string): Promise<number> {
  try {
    return await sizeToRead(path);
  } catch (error) {
    throw readFailure(error, path);
  }
}

/** Turns the system's error about a file into a named failure. */
export function readFailure(error: unknown, path: string): LabError {
  if (error instanceof LabError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const detail = error instanceof Error ? error.message.replaceAll(path, basename(path)) : String(error);
  if (code.startsWith("Z_")) return new LabError("fileDamaged", fileOf(path), { cause: error });
  if (code === "ENOENT" || code === "ENOTDIR")
    return new LabError("fileMissing", fileOf(path), { cause: error });
  return new LabError("fileUnreadable", { ...fileOf(path), detail: code || detail }, { cause: error });
}

/** Whether this starts a web page, or a server's error: what a download that failed leaves under the data's name. */
export function isPage(start: Uint8Array): boolean {
  const text = new TextDecoder().decode(start);
  return /^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!doctype html|<html\b|<head\b|<error>)/is.test(text);
}

/** The first bytes of a file, `length` at most. @throws LabError as `fileSize` does */
export async function readStart(path: string, length: number): Promise<Buffer> {
  await fileSize(path);
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw readFailure(error, path);
  }
}
