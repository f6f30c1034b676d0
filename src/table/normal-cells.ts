import { type Engine, loadCells, showCells } from "./duckdb";
import type { LoadedRows } from "./opened";
import { type Reading, shares } from "./reading";
import { textRows } from "./rows-in-file";
import { scan } from "./scan/scan";

/**
 * Makes `cells` of rows in the one notation.
 * @param longest the bytes of the longest row, or more
 * @returns what is known of their columns, and where they stand
 */
export async function normalCells(
  engine: Engine,
  path: string,
  { columns, longest }: { readonly columns: number; readonly longest: number },
  reading: Reading,
): Promise<Pick<LoadedRows, "known" | "shown">> {
  const tell = reading.pass(shares.scanned);
  const rows = { delimiter: ",", columns, leading: 0, isNormal: true };
  // A line feed may stand within a row.
  const found = await scan(path, { ...rows, partLength: Infinity, tell });
  if (!found) {
    // A cell is too long for a piece.
    await loadCells(engine, path, { columns, longest });
    return {};
  }
  const shown = { path, delimiter: ",", leading: 0, columns, isNumbered: true, ...found };
  await showCells(engine, shown);
  return { known: found.known, shown: textRows(engine, shown) };
}
