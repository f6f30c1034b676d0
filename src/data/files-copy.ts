import { open } from "node:fs/promises";
import type { ByteReader } from "./files-by-bytes";

/** Writes what is left of a reader into a file. @returns false if that is more than `limit` bytes */
export async function copyTo(path: string, reader: ByteReader, limit: number): Promise<boolean> {
  const file = await open(path, "w");
  try {
    let written = 0;
    for (;;) {
      const piece = await reader.read(1 << 20);
      if (piece.length === 0) return true;
      written += piece.length;
      if (written > limit) return false;
      await file.write(piece);
    }
  } finally {
    await file.close();
  }
}
