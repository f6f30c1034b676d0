import { open } from "node:fs/promises";
import { fileSize } from "../../data/files";
import type { TellBytes } from "../reading";

/** The rows of a file that begin at the bytes from `from` on, and before `to`. */
export interface PartOfFile {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

/** Bytes of a part: what is found must not depend on how many threads there are. */
const usualLength = 1 << 24;

/**
 * @param shortest length of a part, in bytes; more than all that stands before the first row
 * @param most the most parts
 */
export async function partsOf(path: string, shortest = usualLength, most = Infinity): Promise<PartOfFile[]> {
  const size = await fileSize(path);
  const length = Math.max(shortest, Math.ceil(size / most));
  const parts: PartOfFile[] = [];
  for (let from = 0; from === 0 || from < size; from += length) {
    // A file that grows has its last rows in the last part.
    const to = from + length < size ? from + length : Infinity;
    parts.push({ path, from, to });
  }
  return parts;
}

/**
 * Takes what stands from `from` to `end`, and returns where the bytes begin that it needs once more, with what follows;
 * -1 to refuse them.
 */
export type Take = (bytes: Uint8Array, from: number, end: number) => number;

/** The same bytes: Node looks for one of them ten times as fast as JavaScript does. */
export function asBuffer({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}

const pieceLength = 1 << 20;
/** What is taken at once is never longer: else a quote is never closed. */
const longest = 1 << 24;
const lineFeed = 10;
const mark = [0xef, 0xbb, 0xbf];

/**
 * Gives the bytes of a part to `take`, piece by piece: behind them there is always a 0. Each line feed must end a row where a
 * file has several parts.
 * @returns what was not taken yet, with room for a byte behind it; null if `take` refused some
 * @throws the system's errors
 */
export async function readPart(
  { path, from, to }: PartOfFile,
  take: Take,
  tell: TellBytes = () => undefined,
): Promise<{ bytes: Uint8Array; end: number } | null> {
  const file = await open(path);
  try {
    let buffer = new Uint8Array(2 * pieceLength);
    let kept = 0;
    // A row begins behind a line end: those of the part are found from the byte before it on.
    let position = Math.max(0, from - 1);
    let isBegun = from === 0;
    for (;;) {
      if (kept + pieceLength >= buffer.length) {
        if (kept > longest) return null;
        const larger = new Uint8Array(2 * buffer.length);
        larger.set(buffer.subarray(0, kept));
        buffer = larger;
      }
      const { bytesRead } = await file.read(buffer, kept, pieceLength, position);
      const length = kept + bytesRead;
      if (bytesRead === 0) return { bytes: buffer, end: length };
      buffer[length] = 0;
      const bytes = buffer.subarray(0, length);
      // The row that begins before `to` may end behind it.
      const last = bytes.indexOf(lineFeed, kept + Math.max(0, to - 1 - position));
      const end = last < 0 ? length : last + 1;
      let start = position === 0 && mark.every((byte, at) => bytes[at] === byte) ? mark.length : 0;
      position += bytesRead;
      if (!isBegun) {
        start = bytes.indexOf(lineFeed) + 1;
        isBegun = start > 0;
        if (!isBegun) continue;
      }
      const next = take(buffer, start, end);
      if (next < 0) return null;
      buffer.copyWithin(0, next, end);
      kept = end - next;
      tell(Math.min(position, to) - from);
      if (last >= 0) return { bytes: buffer, end: kept };
    }
  } finally {
    await file.close();
  }
}
