import { type Engine, loadCells, showCells } from "./duckdb";
import type { LoadedRows } from "./opened";
import { type Reading, shares } from "./reading";
import { scan } from "./scan/scan";

/**
 * Makes `cells` of rows in the one notation.
 * @param longest the bytes of the longest row, or more
 * @param isRowALine whether no cell holds a line feed
 * @returns what is known of their columns, and where they stand
 */
export async function normalCells(
  engine: Engine,
  path: string,
  {
    columns,
    longest,
    isRowALine = false,
  }: { readonly columns: number; readonly longest: number; readonly isRowALine?: boolean },
  reading: Reading,
): Promise<Pick<LoadedRows, "known" | "shown">> {
  const tell = reading.pass(shares.scanned);
  const partLength = isRowALine ? undefined : Infinity;
  const found = await scan(path, { delimiter: ",", columns, leading: 0, isNormal: true, partLength, tell });
  if (!found) {
    // A cell is too long for a piece.
    await loadCells(engine, path, { columns, longest });
    return {};
  }
  const shown = { path, delimiter: ",", leading: 0, columns, isNumbered: true, ...found };
  await showCells(engine, shown);
  return { known: found.known, shown };
}
