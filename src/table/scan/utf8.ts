import { areAscii } from "../ascii";
import type { TellBytes } from "../reading";
import { asBuffer, type PartOfFile, readPart } from "./pieces";

const lineFeed = 10;

/** @returns null if a part is anything but text in UTF-8, or may be UTF-16 @throws the system's errors */
export async function checkUtf8(part: PartOfFile, tell?: TellBytes): Promise<object | null> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const isText = (bytes: Uint8Array): boolean => {
    if (asBuffer(bytes).includes(0)) return false;
    try {
      if (!areAscii(bytes)) decoder.decode(bytes);
      return true;
    } catch {
      return false;
    }
  };
  // Whole lines: no letter is cut in two.
  const rest = await readPart(
    part,
    (bytes, from, end) => {
      const next = bytes.subarray(0, end).lastIndexOf(lineFeed) + 1;
      return isText(bytes.subarray(from, next)) ? next : -1;
    },
    tell,
  );
  return rest && isText(rest.bytes.subarray(0, rest.end)) ? {} : null;
}
