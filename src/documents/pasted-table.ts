import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeWhole } from "../artifacts/write-whole";
import { isRule } from "../table/rows";

/** A spreadsheet's own limit is 17 billion cells; a clipboard of more characters is no table to look at. */
const mostPasted = 50_000_000;

/** Whether a text is cells that were copied from a spreadsheet, a file, a document or a terminal: two rows or more, of two cells or more. */
export function isPastedTable(text: string): boolean {
  if (text.length > mostPasted) return false;
  // Between them, lines may be drawn.
  const rows = text.split(/\r\n|\r|\n/, 4).filter((line) => !isRule([line.trim()]));
  const [first = "", second = ""] = rows;
  return ["\t", ";", ",", "|"].some((delimiter) => first.includes(delimiter) && second.includes(delimiter));
}

/**
 * Keeps pasted cells as a file in `pasted` of the lab's folder, so that a document can name them as any other file. The same
 * cells are the same file.
 * @returns its path
 */
export async function keepPastedTable(labFolder: string, text: string): Promise<string> {
  const folder = join(labFolder, "pasted");
  await mkdir(folder, { recursive: true });
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const path = join(folder, `pasted-${digest}.tsv`);
  await writeWhole(path, text);
  return path;
}
