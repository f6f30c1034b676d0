import type { ScannedFile } from "../duckdb";
import type { MarkOptions, RowMarks } from "./marks";
import { partsOf } from "./pieces";
import { onThreads } from "./threads";

export const canMark = (file: ScannedFile | undefined): file is ScannedFile =>
  file !== undefined && !file.isNumbered && !file.hasQuotes;

/**
 * Marks the rows of a file for which `canMark`: the parts of a large one on several threads.
 * @returns null if it has changed
 * @throws the system's errors
 */
export async function marksOfRows(
  { path, delimiter, columns, leading }: ScannedFile,
  asked: Pick<MarkOptions, "needed" | "compared" | "classes">,
  partLength?: number,
): Promise<RowMarks | null> {
  const options = { delimiter, columns, leading, ...asked };
  const parts = await partsOf(path, partLength);
  const found = await onThreads(
    "mark",
    parts.map((part) => ({ ...options, ...part })),
  );
  if (!found) return null;
  const rows = found.reduce((sum, { classes }) => sum + classes.length, 0);
  const all = { hashes: new Float64Array(rows), classes: new Int32Array(rows) };
  let row = 0;
  for (const { hashes, classes } of found) {
    all.hashes.set(hashes, row);
    all.classes.set(classes, row);
    row += classes.length;
  }
  return all;
}
