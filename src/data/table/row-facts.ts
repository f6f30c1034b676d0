import { cellName, type Engine } from "../../table/duckdb";
import { mostCompared } from "../equal-rows";
import type { RowFacts } from "../split";
import type { Preparation } from "./features";

interface Asked {
  /** Rows that are used. */
  readonly rows: number;
  readonly classes: boolean;
  /** SQL: the text that names a row's group; NULL makes the row a group of its own. */
  readonly group: string | null;
  /** Whether equal rows are looked for. */
  readonly firsts: boolean;
}

/** What splitting the rows of a table needs to know of them, in one pass over few columns. */
export async function readFacts(
  engine: Engine,
  { features, target, targetCell, isUsed, classes: names }: Preparation,
  { rows, classes, group, firsts }: Asked,
): Promise<RowFacts & { firsts?: Int32Array }> {
  const cells = [...features.map(({ column }) => cellName(column.number - 1)), targetCell];
  const compares = firsts && rows * cells.length <= mostCompared;
  if (!classes && group === null && !compares) return { rows };
  const classNumbers = new Map(names.map((name, number) => [name, number]));
  const found = {
    rows,
    ...(classes && { classes: new Int32Array(rows) }),
    ...(group !== null && { groups: new Int32Array(rows) }),
    ...(compares && { firsts: new Int32Array(rows) }),
  };
  const groups = new Map<unknown, number>();
  const known = new Map<unknown, number>();
  // What is not asked for takes no time as a constant.
  const hash = compares ? `hash(${cells.join(", ")})::DOUBLE` : "0";
  let row = 0;
  const sql = `SELECT ${classes ? target : "0"}, ${group ?? "0"}, ${hash} FROM cells WHERE ${isUsed}`;
  for await (const piece of engine.pieces(sql)) {
    for (let place = 0; place < piece.rows; place++, row++) {
      if (found.classes) found.classes[row] = classNumbers.get(String(piece.valueAt(0, place))) ?? 0;
      if (found.groups) found.groups[row] = numberOf(groups, piece.valueAt(1, place) ?? { row });
      if (!found.firsts) continue;
      // 53 bits, which take a tenth of the time of 64: among a million rows two different ones share a hash in one of 18,000 tables.
      const mark = piece.valueAt(2, place);
      const first = known.get(mark) ?? row;
      if (first === row) known.set(mark, row);
      found.firsts[row] = first;
    }
  }
  return found;
}

/** In the order in which they come. */
function numberOf(known: Map<unknown, number>, value: unknown): number {
  const number = known.get(value) ?? known.size;
  known.set(value, number);
  return number;
}
