import type { TableNotation } from "../fields/table";
import { textOf } from "./decode";
import type { TellBytes } from "./reading";
import type { Problem } from "./description";
import { dialectOf, type FoundDialect } from "./dialect";
import { isComment, isEmptyRow, type Layout, layoutOf, problemsOfLayout } from "./layout";
import { isTyped } from "./numbers";
import { Places } from "./places";
import { RowWriter } from "./row-writer";
import { longestRow, type Row, rowAt, rowsOf } from "./rows";

/** A table with one notation, whatever its file had: UTF-8, commas, \n, each row with its number from 0 in front. */
export interface NormalTable {
  readonly rows: number;
  /** The bytes of the longest row as it was written. */
  readonly longest: number;
  readonly skippedLines: number;
  readonly emptyRows: number;
  readonly problems: readonly Problem[];
}

/** The part of a file from which its notation is read, in UTF-16 units. */
const sampleLength = 1 << 19;
/** Rows of it. */
export const sampleRows = 2000;

/** How a file writes its rows, and where the table stands in it. */
export interface Notation {
  readonly dialect: FoundDialect;
  readonly layout: Layout;
}

/** Decided from the first rows. @throws NotInEncoding; the system's errors */
export async function notationOf(
  path: string,
  encoding: string,
  { delimiter, header }: Pick<TableNotation, "delimiter" | "header"> = {},
): Promise<Notation> {
  const { text, isWhole } = await startOf(path, encoding);
  const dialect = dialectOf(text, delimiter);
  const rows = rowsOf(text.slice(dialect.start), dialect, sampleRows);
  // The sample may end within a row.
  const layout = layoutOf(isWhole || rows.length === sampleRows ? rows : rows.slice(0, -1), header);
  return { dialect, layout };
}

/**
 * Writes the rows of a file in the one notation that DuckDB then reads.
 * @throws NotInEncoding; the system's errors
 */
export async function normalise(
  path: string,
  encoding: string,
  { dialect, layout }: Notation,
  target: string,
  tell?: TellBytes,
): Promise<NormalTable> {
  const sorter = new RowSorter(layout, dialect);
  const reader = new RowReader(dialect);
  const writer = new RowWriter(target);
  const write = async (placed: Iterable<PlacedRow>): Promise<void> => {
    for (const row of placed) {
      const cells = sorter.add(row);
      if (cells !== null) writer.add(cells);
    }
    await writer.flush();
  };
  try {
    for await (const piece of textOf(path, encoding, tell)) await write(reader.add(piece));
    await write(reader.end());
  } finally {
    await writer.end();
  }
  return { longest: writer.longest, ...sorter.end() };
}

async function startOf(path: string, encoding: string): Promise<{ text: string; isWhole: boolean }> {
  let text = "";
  for await (const piece of textOf(path, encoding)) {
    text += piece;
    if (text.length > sampleLength) return { text: text.slice(0, sampleLength), isWhole: false };
  }
  return { text, isWhole: true };
}

interface PlacedRow extends Row {
  /** From 1. */
  readonly line: number;
  /** A quote opens and never closes. */
  readonly isTooLong: boolean;
}

/** Cuts text that comes in pieces into rows. */
class RowReader {
  private rest = "";
  private line = 1;
  /** Of a first line such as `sep=;`. */
  private skip: number;

  constructor(private readonly dialect: FoundDialect) {
    this.skip = dialect.start;
    if (this.skip > 0) this.line += 1;
  }

  add(piece: string): Iterable<PlacedRow> {
    this.rest += piece;
    if (this.rest.length < this.skip) return [];
    this.rest = this.rest.slice(this.skip);
    this.skip = 0;
    return this.take(false);
  }

  end(): Iterable<PlacedRow> {
    return this.take(true);
  }

  private *take(isWhole: boolean): Generator<PlacedRow> {
    let at = 0;
    while (at < this.rest.length) {
      const row = rowAt(this.rest, at, this.dialect, isWhole);
      if (!row) break;
      const { cells, next, lineEnds, misplaced } = row;
      yield { cells, next, lineEnds, misplaced, line: this.line, isTooLong: next - at > longestRow };
      this.line += lineEnds + 1;
      at = next;
    }
    this.rest = this.rest.slice(at);
  }
}

/** Tells rows of the table from what stands around them. */
export class RowSorter {
  private seen = 0;
  private rows = 0;
  private emptyRows: number;
  private skippedLines: number;
  private readonly ragged = new Places();
  private readonly misplaced = new Places();
  private readonly doubtful = new Places();
  /** Narrow rows since the last whole one: footnotes if none follows. */
  private narrow: number[] = [];

  constructor(
    private readonly layout: Layout,
    private readonly dialect: FoundDialect,
  ) {
    this.emptyRows = layout.empty;
    this.skippedLines = layout.skipped + (dialect.start > 0 ? 1 : 0);
  }

  /** @returns the row's cells, or null if it is none of the table */
  add({ cells, line, lineEnds, misplaced, isTooLong }: PlacedRow): readonly string[] | null {
    this.seen += 1;
    if (this.seen <= this.layout.leading) return null;
    const { columns } = this.layout;
    if (isEmptyRow(cells)) {
      this.emptyRows += 1;
      return null;
    }
    if (isTooLong || (lineEnds > 0 && cells.some((cell) => this.holdsRows(cell)))) this.doubtful.add(line);
    if (misplaced > 0) this.misplaced.add(line);
    const isWhole = cells.length === columns || (cells.length > columns && isEmptyRow(cells.slice(columns)));
    if (!isWhole) {
      const isNote = cells.length < columns && cells.filter((cell) => cell !== "").length === 1;
      if (cells.length !== columns && isComment(cells)) this.skippedLines += 1;
      else if (isNote && columns > 2) this.narrow.push(line);
      else this.ragged.add(line);
      return null;
    }
    for (const early of this.narrow) this.ragged.add(early);
    this.narrow = [];
    this.rows += 1;
    return cells.slice(0, columns);
  }

  /** Whether a cell of several lines holds what looks like rows: then its quotes are hardly a pair. */
  private holdsRows(cell: string): boolean {
    // The first and the last line share theirs with other cells.
    const inner = cell.split(/\r\n|\r|\n/).slice(1, -1);
    if (inner.length === 0 || this.layout.columns < 2) return false;
    const rows = rowsOf(inner.join("\n"), this.dialect, 100).map(({ cells }) => cells);
    return rows.every(({ length }) => length === this.layout.columns) && rows.flat().some(isTyped);
  }

  end(): Pick<NormalTable, "rows" | "skippedLines" | "emptyRows" | "problems"> {
    const problems: Problem[] = problemsOfLayout(this.layout);
    const tell = (places: Places, level: Problem["level"], code: Problem["code"]): void => {
      const { count, lines } = places;
      if (count > 0)
        problems.push({ level, code, parameters: { count, lines, columns: this.layout.columns } });
    };
    tell(this.ragged, "error", "raggedRows");
    tell(this.doubtful, "error", "doubtfulQuotes");
    tell(this.misplaced, "warning", "misplacedQuotes");
    const { rows, emptyRows } = this;
    return { rows, emptyRows, skippedLines: this.skippedLines + this.narrow.length, problems };
  }
}
