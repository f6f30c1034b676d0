import type { ScannedFile } from "../duckdb";
import type { MarkOptions, RowMarks } from "./marks";
import { partsOf } from "./pieces";
import { onThreads } from "./threads";

export type AskedOfRows = Pick<MarkOptions, "needed" | "compared" | "classes">;

/**
 * Marks the rows of a file: the parts of a large one on several threads.
 * @returns null if it has changed
 * @throws the system's errors
 */
export async function marksOfRows(
  { path, delimiter, columns, leading, hasQuotes, isNumbered }: ScannedFile,
  asked: AskedOfRows,
  partLength?: number,
): Promise<RowMarks | null> {
  const inFile = isNumbered ? behindNumbers(asked) : asked;
  const options = { delimiter, columns: isNumbered ? columns + 1 : columns, leading, hasQuotes, ...inFile };
  // In a file that the lab wrote, a line feed may stand within a row.
  const parts = await partsOf(path, isNumbered ? Infinity : partLength);
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

/** The same where the rows' numbers stand in front. */
function behindNumbers({ needed, compared, classes }: AskedOfRows): AskedOfRows {
  return {
    needed: needed.map(({ place, gaps }) => ({ place: place + 1, gaps })),
    compared: compared.map((place) => place + 1),
    classes: classes && { place: classes.place + 1, names: classes.names },
  };
}
