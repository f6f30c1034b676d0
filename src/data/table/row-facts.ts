import { cellName, sqlText } from "../../table/duckdb";
import type { Cells } from "../../table/read-table";
import { isWide, markRows } from "../../table/row-marks";
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
  { engine, shown }: Pick<Cells, "engine" | "shown">,
  preparation: Preparation,
  asked: Asked,
): Promise<RowFacts & { firsts?: Int32Array }> {
  const { features, target, targetCell, isUsed, classes: names } = preparation;
  const { rows, classes, group, firsts } = asked;
  const cells = [...features.map(({ column }) => cellName(column.number - 1)), targetCell];
  const compares = firsts && rows * cells.length <= mostCompared;
  if (!classes && group === null && !compares) return { rows };
  const scanned = await scannedFacts(shown, preparation, { ...asked, firsts: compares });
  if (scanned) return scanned;
  const found = {
    rows,
    ...(classes && { classes: new Int32Array(rows) }),
    ...(group !== null && { groups: new Int32Array(rows) }),
  };
  const groups = new Map<unknown, number>();
  const hashes = compares ? new Float64Array(rows) : null;
  // A text for each row would take most of the time, and so would a hash of 64 bits; what is not asked for takes none as a constant.
  const number = classes ? `enum_code(${target}::ENUM(${names.map(sqlText).join(", ")}))::INTEGER` : "0";
  const marks = hashes && isWide(cells) ? await marksOf(engine, cells) : null;
  const hash = marks ? "n::DOUBLE" : hashes ? `hash(${cells.join(", ")})::DOUBLE` : "0";
  let row = 0;
  const sql = `SELECT ${number}, ${group ?? "0"}, ${hash} FROM cells WHERE ${isUsed}`;
  for await (const piece of engine.pieces(sql)) {
    for (let place = 0; place < piece.rows; place++, row++) {
      if (found.classes) found.classes[row] = piece.valueAt(0, place) as number;
      if (found.groups) found.groups[row] = numberOf(groups, piece.valueAt(1, place) ?? { row });
      if (hashes) {
        const value = piece.valueAt(2, place) as number;
        hashes[row] = marks ? marks.get(value)! : value;
      }
    }
  }
  return { ...found, ...(hashes && { firsts: firstsOf(hashes) }) };
}

/** The same from the bytes of a file that DuckDB reads as it stands, in a fraction of the time; null where that is not enough. */
async function scannedFacts(
  file: Cells["shown"],
  { features, targetPlace, needed, classes: names }: Preparation,
  { rows, classes, group, firsts }: Asked,
): Promise<(RowFacts & { firsts?: Int32Array }) | null> {
  if (!file || needed === null || group !== null) return null;
  const marks = await file.marks({
    needed,
    compared: firsts ? [...features.map(({ column }) => column.number - 1), targetPlace] : [],
    classes: classes ? { place: targetPlace, names } : null,
  });
  // Else the file has changed.
  if (marks?.hashes.length !== rows || (classes && marks.classes.includes(-1))) return null;
  return {
    rows,
    ...(classes && { classes: marks.classes }),
    ...(firsts && { firsts: firstsOf(marks.hashes) }),
  };
}

/** The hash of each row, by its number in the file. */
async function marksOf(engine: Cells["engine"], cells: readonly string[]): Promise<Map<number, number>> {
  const marks = new Map<number, number>();
  for await (const { rows, valueAt } of engine.pieces(
    `SELECT n::DOUBLE, mark::DOUBLE FROM ${await markRows(engine, cells)}`,
  )) {
    for (let row = 0; row < rows; row++) marks.set(valueAt(0, row) as number, valueAt(1, row) as number);
  }
  return marks;
}

/**
 * For each row the first one of the same hash. It has 53 bits: among a million rows two different ones share theirs in one of
 * 18,000 tables.
 */
function firstsOf(hashes: Float64Array): Int32Array {
  const { length } = hashes;
  const firsts = new Int32Array(length);
  // A table of rows, each plus 1, by the bits of their hashes: at most half of it is filled.
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * length + 1)));
  const mask = slots.length - 1;
  const words = new Int32Array(hashes.buffer, hashes.byteOffset, 2 * length);
  for (let row = 0; row < length; row++) {
    const bits = Math.imul(words[2 * row]! ^ Math.imul(words[2 * row + 1]!, 0x9e3779b1), 0x85ebca6b);
    let slot = (bits ^ (bits >>> 15)) & mask;
    while (slots[slot] !== 0 && hashes[slots[slot]! - 1] !== hashes[row]) slot = (slot + 1) & mask;
    if (slots[slot] === 0) slots[slot] = row + 1;
    firsts[row] = slots[slot]! - 1;
  }
  return firsts;
}

/** In the order in which they come. */
function numberOf(known: Map<unknown, number>, value: unknown): number {
  const number = known.get(value) ?? known.size;
  known.set(value, number);
  return number;
}
