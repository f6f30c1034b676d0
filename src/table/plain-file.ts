import { createReadStream } from "node:fs";
import type { FoundDialect } from "./dialect";
import { spaces } from "./rows";

/** A file that DuckDB reads as it stands. */
export interface PlainFile {
  readonly lines: number;
  readonly lineEnd: "\n" | "\r\n";
}

const lineFeed = 10;
const carriageReturn = 13;
const mark = Buffer.from("\ufeff");

/**
 * Looks through a whole UTF-8 file for what the lab and DuckDB might read in two ways: quotes, blanks around cells, empty
 * lines, comments, mixed line ends. Rows of another length are left to DuckDB, which refuses them.
 * @returns null if there is any of it
 * @throws the system's errors
 */
export async function plainFile(path: string, dialect: FoundDialect): Promise<PlainFile | null> {
  const { delimiter, quote, isDivided, start } = dialect;
  if (!isDivided || delimiter === spaces || quote !== '"' || start > 0) return null;
  const odd = oddBytes(delimiter);
  let isFirst = true;
  // What may not begin a line may not begin the file.
  let before: Uint8Array = Buffer.from("\n");
  let feeds = 0;
  let returns = 0;
  let pairs = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const isMarked = isFirst && mark.equals((chunk as Buffer).subarray(0, mark.length));
    const bytes = Buffer.concat([before, (chunk as Buffer).subarray(isMarked ? mark.length : 0)]);
    if (odd.some((each) => bytes.includes(each))) return null;
    for (let at = bytes.indexOf(lineFeed, 1); at > 0; at = bytes.indexOf(lineFeed, at + 1)) {
      feeds += 1;
      if (bytes[at - 1] === carriageReturn) pairs += 1;
    }
    for (let at = bytes.indexOf(carriageReturn, 1); at > 0; at = bytes.indexOf(carriageReturn, at + 1)) {
      returns += 1;
    }
    before = bytes.subarray(-1);
    isFirst = false;
  }
  if (returns !== pairs || (pairs > 0 && pairs !== feeds)) return null;
  // As if a line ended behind the last.
  const end = Buffer.concat([before, Buffer.from("\n")]);
  if (before[0] !== lineFeed && odd.some((each) => end.includes(each))) return null;
  return { lines: before[0] === lineFeed ? feeds : feeds + 1, lineEnd: pairs > 0 ? "\r\n" : "\n" };
}

/** At most two bytes each, so that one byte of the piece before is enough to see them. */
function oddBytes(delimiter: string): Buffer[] {
  const blanks = [" ", "\t"].filter((blank) => blank !== delimiter);
  const aroundCells = blanks.flatMap((blank) => [
    blank + delimiter,
    delimiter + blank,
    `${blank}\n`,
    `${blank}\r`,
    `\n${blank}`,
  ]);
  const linesOfText = ["\n\n", "\n\r", "\n#", "\n%", "\n/"];
  // The first bytes of what else JavaScript cuts off as blank.
  const otherBlanks = ["\u00a0", "\u1680", "\u2000", "\u205f", "\u3000", "\ufeff"].map((blank) =>
    Buffer.from(blank).subarray(0, 2),
  );
  const texts = ['"', "\0", "\v", "\f", ...aroundCells, ...linesOfText];
  return [...texts.map((text) => Buffer.from(text)), ...otherBlanks];
}
