import { createReadStream } from "node:fs";

const lineFeed = 10;

/**
 * Some lines of a file of UTF-8, without their ends; fewer if the file has no more.
 * @param numbers of the lines from 0, ascending
 * @throws the system's errors
 */
export async function fewLines(path: string, numbers: ArrayLike<number>): Promise<string[]> {
  const lines: string[] = [];
  let begun: Buffer[] = [];
  let line = 0;
  const isWanted = (): boolean => line === numbers[lines.length];
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    for (let start = 0; lines.length < numbers.length; line++) {
      const end = piece.indexOf(lineFeed, start);
      if (isWanted()) begun.push(piece.subarray(start, end < 0 ? piece.length : end));
      if (end < 0) break;
      if (isWanted()) lines.push(textOf(begun, line));
      begun = [];
      start = end + 1;
    }
    if (lines.length === numbers.length) return lines;
  }
  return begun.some(({ length }) => length > 0) ? [...lines, textOf(begun, line)] : lines;
}

function textOf(bytes: readonly Buffer[], line: number): string {
  const text = Buffer.concat(bytes).toString().replace(/\r$/, "");
  return line === 0 ? text.replace(/^\u{feff}/u, "") : text;
}
