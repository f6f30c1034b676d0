import { fileSize } from "../data/files";
import { textOf } from "./decode";
import { type Reading, shares, type TellBytes } from "./reading";
import { errorOf, type Problem } from "./description";
import { normalCells } from "./normal-cells";
import { type CellList, NotRecords, parseRecord, RecordReader } from "./json-records";
import { recordsIn } from "./json-tables";
import { columnNames } from "./layout";
import { mostColumns, tooManyCells } from "./limits";
import { listedName, type Nesting, toldNested } from "./nested";
import type { OpenedTable, ToldColumn } from "./opened";
import { Places } from "./places";
import { RowWriter } from "./row-writer";

/**
 * Opens a file of JSON records: JSON lines, one list, or one object that holds a table. Each key is a column, in the order of their first
 * appearance; of records that are lists, each place.
 * @param target for the rows, as DuckDB reads them
 * @throws NotInEncoding; the system's errors
 */
export async function openJson(
  path: string,
  encoding: string,
  target: string,
  reading: Reading,
): Promise<OpenedTable | Problem> {
  let columns = new Columns();
  const lists = new CellLists();
  const tell = reading.pass(shares.rewritten);
  // A field takes some bytes; of records that share few keys, the table would be far larger than the file.
  const limit = 10_000_000 + 4 * (await fileSize(path));
  try {
    // A key that first appears in the middle makes earlier rows longer: then they are written again.
    for (;;) {
      const known = columns.size;
      lists.begin();
      const { writer, emptyRows, records } = await writeRows(
        path,
        { encoding, tell },
        target,
        { columns, lists },
        limit,
      );
      const excess = excessOf(writer.rows, columns.size, limit);
      if (excess) return excess;
      if (columns.isOutdated) {
        columns = columns.again();
        continue;
      }
      // A document with lists in it, not a table of one row.
      const isDocument = records === 1 && (columns.areNested || lists.areUsed);
      if (columns.size === 0 || isDocument) return errorOf("fileIsJson");
      if (known === columns.size || columns.size === columns.sizeAtFirst) {
        return {
          format: "json",
          encoding,
          delimiter: null,
          header: lists.areNameless ? null : columnNames(columns.names, columns.size),
          columns: columns.size,
          told: columns.told,
          load: async (engine) => {
            const { rows, longest } = writer;
            const problems = lists.problems;
            const cells = await normalCells(engine, target, { columns: columns.size, longest }, reading);
            return { rows, longest, skippedLines: 0, emptyRows, problems, ...cells };
          },
        };
      }
    }
  } catch (error) {
    if (!(error instanceof NotRecords)) throw error;
    return columns.size === 0 ? errorOf("fileIsJson") : errorOf("jsonBroken", { line: error.line });
  }
}

function excessOf(rows: number, columns: number, limit: number): Problem | null {
  if (columns > mostColumns) return errorOf("tooManyColumns", { limit: mostColumns });
  return tooManyCells(rows, columns, limit);
}

async function writeRows(
  path: string,
  { encoding, tell }: { readonly encoding: string; readonly tell: TellBytes },
  target: string,
  { columns, lists }: { readonly columns: Columns; readonly lists: CellLists },
  limit: number,
) {
  const reader = new RecordReader();
  const writer = new RowWriter(target);
  let emptyRows = 0;
  let records = 0;
  let areLists: boolean | null = null;
  /** The first record, as long as nothing follows: it may hold a whole table. */
  let first: { readonly record: [string, unknown][] | CellList; readonly line: number } | null = null;
  const add = ({ record, line }: NonNullable<typeof first>): boolean => {
    const fields = Array.isArray(record) ? record : lists.fieldsOf(record, line);
    const cells = columns.cellsOf(fields);
    if (excessOf(writer.rows, columns.size, limit)) return false;
    if (cells.every((cell) => cell === "")) emptyRows += 1;
    else writer.add(cells);
    return true;
  };
  try {
    for await (const piece of textOf(path, encoding, tell)) {
      for (const { text, line } of reader.add(piece)) {
        const record = parseRecord(text);
        // Objects or lists, not both.
        areLists ??= !Array.isArray(record);
        if (record === null || areLists === Array.isArray(record)) throw new NotRecords(line);
        records += 1;
        if (records === 1) {
          first = { record, line };
          continue;
        }
        const waiting = first ? [first, { record, line }] : [{ record, line }];
        first = null;
        const [before] = waiting;
        if (
          "cells" in record &&
          waiting.length > 1 &&
          lists.findNames(before!.record as CellList, record.cells)
        )
          waiting.shift();
        if (!waiting.every(add)) return { writer, emptyRows, records };
      }
      await writer.flush();
    }
    reader.end();
    if (first) {
      const { record, line } = first;
      const rows = Array.isArray(record) ? recordsIn(record) : null;
      records = rows?.length ?? 1;
      (rows ?? [record]).every((each) => add({ record: each, line }));
    }
  } catch (error) {
    // What follows it is no record, but it is one.
    if (first) add(first);
    throw error;
  } finally {
    await writer.end();
  }
  return { writer, emptyRows, records };
}

/** Records that are lists: their cells have the numbers of their columns as names, or those that the first list tells. */
class CellLists {
  private width = 0;
  private names: readonly string[] | null = null;
  private ragged = new Places();

  /** Before the file is read once more. */
  begin(): void {
    this.width = 0;
    this.names = null;
    this.ragged = new Places();
  }

  get areUsed(): boolean {
    return this.width > 0;
  }

  get areNameless(): boolean {
    return this.areUsed && this.names === null;
  }

  get problems(): Problem[] {
    const { count, lines } = this.ragged;
    return count === 0 ? [] : [errorOf("raggedRows", { count, lines, columns: this.width })];
  }

  /** @param second the list that follows the first: what it writes as other than text, the first names */
  findNames({ cells }: CellList, second: readonly unknown[]): boolean {
    const areNames =
      cells.every((cell) => typeof cell === "string" && cell !== "") && new Set(cells).size === cells.length;
    const isOther = second.some((cell) => typeof cell === "number" || typeof cell === "boolean");
    if (!areNames || !isOther || second.length !== cells.length) return false;
    this.names = cells as string[];
    return true;
  }

  fieldsOf({ cells }: CellList, line: number): [string, unknown][] {
    if (this.width === 0) this.width = cells.length;
    if (cells.length !== this.width) this.ragged.add(line);
    return cells.slice(0, this.width).map((cell, place) => [this.names?.[place] ?? String(place + 1), cell]);
  }
}

/** What the values of a key are. */
interface Seen {
  number: boolean;
  other: boolean;
  nesting: Nesting | null;
}

class Columns {
  private readonly places = new Map<string, number>();
  private readonly seen: Seen[] = [];
  /** How many there were when the first row was written that holds anything. */
  sizeAtFirst = 0;
  /** Whether a list has been made columns of that others are not like. */
  isOutdated = false;

  /** @param lists how many numbers each list of a key holds; null where that differs, or where not all are lists */
  constructor(private readonly lists = new Map<string, number | null>()) {}

  get size(): number {
    return this.places.size;
  }

  get names(): readonly string[] {
    return [...this.places.keys()];
  }

  get areNested(): boolean {
    return this.lists.size > 0 || this.seen.some(({ nesting }) => nesting !== null);
  }

  /** Columns for the same records, with what is known of their lists. */
  again(): Columns {
    return new Columns(this.lists);
  }

  get told(): ReadonlyMap<number, ToldColumn> {
    const told = new Map<number, ToldColumn>();
    this.seen.forEach(({ number, other, nesting }, place) => {
      if (nesting) told.set(place, toldNested(nesting));
      else if (number && !other) told.set(place, { kind: "number" });
    });
    return told;
  }

  cellsOf(record: readonly [string, unknown][]): string[] {
    const fields = record.flatMap(([key, value]) => this.unrolled(key, value));
    for (const [key] of fields) {
      if (this.places.has(key)) continue;
      this.places.set(key, this.seen.length);
      this.seen.push({ number: false, other: false, nesting: null });
    }
    this.sizeAtFirst ||= this.size;
    const cells = Array<string>(this.size).fill("");
    for (const [key, value] of fields) {
      const place = this.places.get(key)!;
      cells[place] = cellOf(value);
      this.look(this.seen[place]!, value, cells[place]);
    }
    return cells;
  }

  /** A list of as many numbers in each record is as many columns. */
  private unrolled(key: string, value: unknown): [string, unknown][] {
    const known = this.lists.get(key);
    if (value === null && known) return [];
    const numbers = numbersIn(value);
    const isAlike =
      numbers !== null && (known === undefined ? !this.places.has(key) : known === numbers.length);
    if (!isAlike) {
      if (known) this.isOutdated = true;
      if (known !== undefined) this.lists.set(key, null);
      return [[key, value]];
    }
    this.lists.set(key, numbers.length);
    return numbers.map((number, place) => [listedName(key, place), number]);
  }

  private look(seen: Seen, value: unknown, cell: string): void {
    if (typeof value === "object" && value !== null) {
      if (numbersIn(value) || (Array.isArray(value) && value.length === 0)) seen.nesting ??= "isNumberList";
      else seen.nesting = "isNested";
    } else if (typeof value === "number") seen.number = true;
    else if (cell !== "") seen.other = true;
  }
}

/** The numbers of a list, or of rows of lists; null of anything else. */
function numbersIn(value: unknown): number[] | null {
  if (!Array.isArray(value)) return null;
  const flat: unknown[] = value.flat(8);
  return flat.length > 0 && flat.every((each) => typeof each === "number") ? flat : null;
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  // Only to be looked at.
  if (typeof value === "object") return JSON.stringify(value).slice(0, 100);
  const text = String(value as string | number | boolean);
  return text.trim() === "" ? "" : text;
}
