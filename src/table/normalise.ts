import type { TableNotation } from "../fields/table";
import { textOf } from "./decode";
import type { TellBytes } from "./reading";
import type { Problem } from "./description";
import { dialectOf, type FoundDialect } from "./dialect";
import { isComment, isEmptyRow, type Layout, layoutOf, problemsOfLayout } from "./layout";
import { fewOf } from "../messages/few";
import { isTyped } from "./numbers";
import { Places } from "./places";
import { RowWriter } from "./row-writer";
import { isRule, longestRow, type Row, rowAt, rowsOf, spaces } from "./rows";
import { isTotal, mostTotals } from "./totals";

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
/** More footnotes are rows as the others. */
const mostNotes = 20;
/** Below fewer, nothing is a sum of them. */
const fewestRows = 4;

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
      for (const { cells } of sorter.add(row)) writer.add(cells);
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

export interface PlacedRow extends Row {
  /** From 1. */
  readonly line: number;
  /** A quote opens and never closes. */
  readonly isTooLong: boolean;
}

/** A file of one endless line is no table. */
export class RowTooLong extends Error {
  override readonly name = "RowTooLong";

  constructor(readonly line: number) {
    super();
  }
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
      if (!row) {
        // Each piece would be looked at again from the row's beginning.
        if (this.rest.length - at > 2 * longestRow) throw new RowTooLong(this.line);
        break;
      }
      const { cells, next, lineEnds, misplaced } = row;
      yield { cells, next, lineEnds, misplaced, line: this.line, isTooLong: next - at > longestRow };
      this.line += lineEnds + 1;
      at = next;
    }
    this.rest = this.rest.slice(at);
  }
}

/** A row of the table with as many cells as there are columns, and where they are from. */
interface KeptRow<From> {
  readonly cells: readonly string[];
  readonly from: From;
}

/** Tells rows of the table from what stands around them. */
export class RowSorter<From extends PlacedRow = PlacedRow> {
  private seen = 0;
  private rows = 0;
  private emptyRows: number;
  private skippedLines: number;
  private readonly ragged = new Places();
  private readonly misplaced = new Places();
  private readonly doubtful = new Places();
  /** Narrow rows since the last whole one: footnotes if none follows. */
  private narrow: number[] = [];
  /** What looks like footnotes of the table's width, since the last row that does not. */
  private notes: KeptRow<From>[] = [];
  /** Whether such texts stand in rows as the others. */
  private areNotesRows = false;
  private isBelowEmpty = false;
  /** What looks like sums, since the last row that does not: they are some if none follows. */
  private totals: KeptRow<From>[] = [];
  /** Whether such words stand in rows as the others. */
  private areTotalsRows = false;

  /** Between commas, a row of dashes holds gaps. */
  private readonly mayHaveRules: boolean;

  constructor(
    private readonly layout: Layout,
    private readonly dialect: FoundDialect,
  ) {
    this.mayHaveRules = dialect.delimiter === "|" || dialect.delimiter === spaces;
    this.emptyRows = layout.empty;
    this.skippedLines = layout.skipped + (dialect.start > 0 ? 1 : 0);
  }

  /** @returns the rows that are now known to be of the table: this one, too, or not yet, or never */
  add(row: From): readonly KeptRow<From>[] {
    const { cells, line, lineEnds, misplaced, isTooLong } = row;
    this.seen += 1;
    if (this.seen <= this.layout.leading) return [];
    const { columns } = this.layout;
    if (isEmptyRow(cells)) {
      this.emptyRows += 1;
      this.isBelowEmpty = true;
      return [];
    }
    if (this.mayHaveRules && isRule(cells)) {
      this.skippedLines += 1;
      return [];
    }
    if (isTooLong || (lineEnds > 0 && cells.some((cell) => this.holdsRows(cell)))) this.doubtful.add(line);
    if (misplaced > 0) this.misplaced.add(line);
    const isWhole = cells.length === columns || (cells.length > columns && isEmptyRow(cells.slice(columns)));
    if (!isWhole) {
      const isNote = cells.length < columns && cells.filter((cell) => cell !== "").length === 1;
      if (cells.length !== columns && isComment(cells)) this.skippedLines += 1;
      else if (isNote && columns > 2) this.narrow.push(line);
      else this.ragged.add(line);
      return [];
    }
    for (const early of this.narrow) this.ragged.add(early);
    this.narrow = [];
    this.rows += 1;
    const kept = { cells: cells.slice(0, columns), from: row };
    if (this.mayBeNote(kept.cells)) {
      this.notes.push(kept);
      if (this.notes.length <= mostNotes) return [];
      this.areNotesRows = true;
      return this.notes.splice(0).flatMap((each) => this.addRow(each));
    }
    this.isBelowEmpty = false;
    return [...this.notes.splice(0), kept].flatMap((each) => this.addRow(each));
  }

  /** A spreadsheet saves "* provisional" below an empty row with a delimiter for each column. */
  private mayBeNote([first = "", ...others]: readonly string[]): boolean {
    if (this.areNotesRows || !this.isBelowEmpty || others.length < 2) return false;
    return first !== "" && !isTyped(first) && isEmptyRow(others);
  }

  private addRow(kept: KeptRow<From>): readonly KeptRow<From>[] {
    const { columns } = this.layout;
    if (this.rows > fewestRows && columns > 1 && !this.areTotalsRows && isTotal(kept.cells)) {
      this.totals.push(kept);
      if (this.totals.length <= mostTotals) return [];
    } else if (this.totals.length === 0) return [kept];
    else this.totals.push(kept);
    this.areTotalsRows = true;
    return this.totals.splice(0);
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
    const { emptyRows, notes, totals } = this;
    if (totals.length > 0) {
      const shown = totals.map(({ cells }) => cells.filter(Boolean).join(" "));
      const parameters = { count: totals.length, rows: fewOf(shown, mostTotals) };
      problems.push({ level: "warning", code: "totalsLeftOut", parameters });
    }
    const leftOut = notes.length + totals.length;
    const skippedLines = this.skippedLines + this.narrow.length + leftOut;
    return { rows: this.rows - leftOut, emptyRows, skippedLines, problems };
  }
}
