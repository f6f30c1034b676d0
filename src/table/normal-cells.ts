import { type Engine, loadCells, showCells } from "./duckdb";
import type { KnownColumn } from "./scan/column";
import { type Reading, shares } from "./reading";
import { scan } from "./scan/scan";

/**
 * Makes `cells` of rows in the one notation.
 * @param longest the bytes of the longest row, or more
 * @returns what is known of their columns, by place
 */
export async function normalCells(
  engine: Engine,
  path: string,
  { columns, longest }: { readonly columns: number; readonly longest: number },
  reading: Reading,
): Promise<ReadonlyMap<number, KnownColumn>> {
  const tell = reading.pass(shares.scanned);
  const found = await scan(path, { delimiter: ",", columns, leading: 0, isNormal: true, tell });
  if (!found) {
    // A cell is too long for a piece.
    await loadCells(engine, path, { columns, longest });
    return new Map();
  }
  await showCells(engine, { path, delimiter: ",", leading: 0, columns, isNumbered: true, ...found });
  return found.known;
}
