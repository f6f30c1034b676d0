import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { readFailure, readStart } from "../data/files";
import type { TableTextCode } from "../messages/table.en";
import { NotInEncoding, textOf } from "./decode";
import { describeCells } from "./describe";
import type { Problem, TableDescription } from "./description";
import { type Engine, loadCells, loadPlainCells, openEngine } from "./duckdb";
import { guessEncoding } from "./encoding";
import { fileTypeOf, textTypeOf } from "./file-type";
import { normalise, type NormalTable, type Notation, notationOf } from "./normalise";
import { plainFile, type PlainFile } from "./plain-file";
import { exportCells } from "./export-cells";

export interface ReadOptions {
  /** The target: a column's name, or its number from 1. By default the lab proposes one. */
  readonly target?: string;
  /** A file for the table as it was read. */
  readonly csv?: string;
}

/**
 * How the lab reads a table. Whatever is wrong with its content is in the description's problems, all at once.
 * @throws LabError `fileMissing`, `fileIsNoFile`, `fileUnreadable`
 */
export async function readTable(path: string, options: ReadOptions = {}): Promise<TableDescription> {
  const file = basename(path);
  const fileType = fileTypeOf(await readStart(path, 1 << 14));
  if (fileType !== null) return refused({ level: "error", code: fileType, parameters: { file } });
  const folder = await mkdtemp(join(tmpdir(), "dropout-lab-table-"));
  try {
    const opened = await openText(path, join(folder, "rows.csv"));
    if ("code" in opened) return refused({ ...opened, parameters: { file, ...opened.parameters } });
    return await withEngine(folder, (engine) => describe(engine, file, opened, options));
  } catch (error) {
    throw isAbout(path, error) ? readFailure(error, path) : error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Not of the temporary folder, or of DuckDB. */
function isAbout(path: string, error: unknown): boolean {
  const { syscall, path: where } = error as NodeJS.ErrnoException;
  return where === path || syscall === "read";
}

/** The text of a file: its rows as they stand, or written in one notation. */
interface OpenedText extends Notation {
  readonly encoding: string;
  readonly path: string;
  /** For the rows in one notation. */
  readonly normal: string;
  /** Null if DuckDB might read it in another way than the lab. Then it has been written in one notation. */
  readonly plain: PlainFile | null;
  readonly table: NormalTable | null;
}

/** Finds the encoding in which the whole file is text. */
async function openText(path: string, normal: string): Promise<OpenedText | Problem> {
  const problem = (code: TableTextCode, parameters: Problem["parameters"] = {}): Problem => ({
    level: "error",
    code,
    parameters,
  });
  const guess = await guessEncoding(path);
  if ("binary" in guess) return problem("fileIsBinary");
  if ("brokenUtf8" in guess) return problem("brokenUtf8", { line: guess.brokenUtf8 });
  for (const encoding of guess.encodings) {
    try {
      const start = await firstText(path, encoding);
      const textType = textTypeOf(start);
      if (textType !== null) return problem(textType);
      if (start.includes("\0")) return problem("fileIsBinary");
      const notation = await notationOf(path, encoding);
      const plain = encoding === "utf-8" ? await plainFile(path, notation.dialect) : null;
      const table = plain ? null : await normalise(path, encoding, notation, normal);
      return { ...notation, encoding, path, normal, plain, table };
    } catch (error) {
      if (!(error instanceof NotInEncoding)) throw error;
    }
  }
  return problem("unknownEncoding");
}

async function firstText(path: string, encoding: string): Promise<string> {
  for await (const text of textOf(path, encoding)) return text;
  return "";
}

async function withEngine<T>(folder: string, work: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openEngine(folder);
  try {
    return await work(engine);
  } finally {
    engine.close();
  }
}

/** Loads the rows, as they stand if DuckDB understands them so. */
async function load(engine: Engine, opened: OpenedText): Promise<NormalTable> {
  const { path, encoding, normal, plain, layout } = opened;
  const loaded = plain && (await loadPlain(engine, path, plain, opened));
  if (loaded) return loaded;
  const table = opened.table ?? (await normalise(path, encoding, opened, normal));
  await loadCells(engine, normal, { columns: layout.columns, longest: table.longest });
  return table;
}

/** @returns null if DuckDB finds other rows than the lab */
async function loadPlain(
  engine: Engine,
  path: string,
  { lines, lineEnd }: PlainFile,
  { dialect: { delimiter }, layout: { columns, leading, skipped, empty } }: Notation,
): Promise<NormalTable | null> {
  const rows = lines - leading;
  const found = await loadPlainCells(engine, path, { delimiter, lineEnd, leading, columns });
  return found === rows ? { rows, longest: 0, skippedLines: skipped, emptyRows: empty, problems: [] } : null;
}

async function describe(
  engine: Engine,
  file: string,
  opened: OpenedText,
  { target, csv }: ReadOptions,
): Promise<TableDescription> {
  const { encoding, layout, dialect } = opened;
  const table = await load(engine, opened);
  const [counted] = await engine.rows("SELECT count(*)::DOUBLE AS n FROM cells");
  const agreed = Number(counted?.n) === table.rows;
  const cells = await describeCells(engine, {
    header: layout.header,
    columns: layout.columns,
    rows: table.rows,
    delimiter: dialect.delimiter,
    target,
  });
  if (csv !== undefined) await exportCells(engine, { ...cells, header: layout.header !== null }, csv);
  const disagreement: Problem = {
    level: "error",
    code: "rowsNotAgreed",
    parameters: { file, rows: table.rows, other: Number(counted?.n) },
  };
  return {
    encoding,
    delimiter: dialect.isDivided ? dialect.delimiter : null,
    decimal: cells.decimal,
    header: layout.header !== null,
    skippedLines: table.skippedLines,
    emptyRows: table.emptyRows,
    emptyColumns: cells.columns.filter(({ reason }) => reason.code === "isEmpty").length,
    rows: table.rows,
    columns: cells.columns,
    target: cells.target,
    task: cells.task,
    classes: cells.classes,
    features: cells.columns.filter(({ role }) => role === "feature").length,
    gaps: cells.gaps,
    duplicates: cells.duplicates,
    problems: [...table.problems, ...(agreed ? [] : [disagreement]), ...cells.problems],
  };
}

/** A file in which the lab finds no table. */
function refused(problem: Problem): TableDescription {
  return {
    encoding: "",
    delimiter: null,
    decimal: ".",
    header: false,
    skippedLines: 0,
    emptyRows: 0,
    emptyColumns: 0,
    rows: 0,
    columns: [],
    target: null,
    task: null,
    classes: [],
    features: 0,
    gaps: { cells: 0, rows: 0 },
    duplicates: 0,
    problems: [problem],
  };
}
