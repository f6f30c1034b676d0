import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { readFailure, readStart } from "../data/files";
import { NotInEncoding, textOf } from "./decode";
import { describeCells } from "./describe";
import { errorOf, type Problem, type TableDescription } from "./description";
import type { DecimalMark } from "./numbers";
import type { Wishes } from "./wishes";
import { type Engine, loadCells, loadPlainCells, openEngine } from "./duckdb";
import { guessEncoding } from "./encoding";
import { fileTypeOf, isFileFormat, textTypeOf } from "./file-type";
import { normalise, type NormalTable, type Notation, notationOf } from "./normalise";
import { openJson } from "./json";
import { openArff } from "./arff";
import { orangeNotation } from "./orange";
import type { OpenedTable } from "./opened";
import { openParquet } from "./parquet";
import { plainFile, type PlainFile } from "./plain-file";
import { openWorkbook } from "./workbook";
import { exportCells } from "./export-cells";

export interface ReadOptions extends Wishes {
  /** A file for the table as it was read. */
  readonly csv?: string;
}

/** A table that lies in DuckDB as `loadCells` made it. */
export interface Cells {
  readonly engine: Engine;
  /** Decimal marks of the columns of numbers, by their place. */
  readonly marks: ReadonlyMap<number, DecimalMark>;
}

/**
 * How the lab reads a table. Whatever is wrong with its content is in the description's problems, all at once.
 * @throws LabError `fileMissing`, `fileIsNoFile`, `fileUnreadable`
 */
export function readTable(path: string, options: ReadOptions = {}): Promise<TableDescription> {
  return withTable(path, options, async (table) => table);
}

/**
 * Like `readTable`, and lets `use` look into the cells while they are there: null where the file holds no table.
 * @throws LabError as `readTable` does; what `use` throws
 */
export async function withTable<T>(
  path: string,
  options: ReadOptions,
  use: (table: TableDescription, cells: Cells | null) => Promise<T>,
): Promise<T> {
  const refuse = (problem: Problem): Promise<T> =>
    use(refused({ ...problem, parameters: { file, ...problem.parameters } }), null);
  const file = basename(path);
  const format = fileTypeOf(await readStart(path, 1 << 14)) ?? "text";
  if (!isFileFormat(format)) return await refuse(errorOf(format));
  const folder = await mkdtemp(join(tmpdir(), "dropout-lab-table-"));
  try {
    // What is text is known before a database is opened.
    const rows = join(folder, "rows.csv");
    const text =
      format === "text"
        ? await openText(path, rows)
        : format === "xlsx"
          ? await openWorkbook(path, rows)
          : null;
    if (text && "code" in text) return await refuse(text);
    return await withEngine(folder, async (engine) => {
      const opened = text ?? (await openParquet(engine, path));
      if ("code" in opened) return await refuse(opened);
      const table = await loaded(engine, opened);
      if ("code" in table) return await refuse(table);
      const { description, marks } = await describe(engine, file, { ...opened, ...table }, options);
      return use(description, { engine, marks });
    });
  } catch (error) {
    throw isAbout(path, error) ? readFailure(error, path) : error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of a file that DuckDB has read until now, only its rows tell whether it is whole. */
async function loaded(engine: Engine, { format, load }: OpenedTable): Promise<NormalTable | Problem> {
  if (format === "text") return load(engine);
  return load(engine).catch((error: unknown) =>
    errorOf(/out of memory/i.test(String(error)) ? "fileTooLarge" : "fileIsDamaged"),
  );
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
async function openText(path: string, normal: string): Promise<OpenedTable | Problem> {
  const guess = await guessEncoding(path);
  if ("binary" in guess) return errorOf("fileIsBinary");
  if ("brokenUtf8" in guess) return errorOf("brokenUtf8", { line: guess.brokenUtf8 });
  for (const encoding of guess.encodings) {
    try {
      const start = await firstText(path, encoding);
      const textType = textTypeOf(start);
      if (textType === "json") return await openJson(path, encoding, normal);
      if (textType === "arff") return await openArff(path, encoding, normal);
      if (textType !== null && !isFileFormat(textType)) return errorOf(textType);
      if (start.includes("\0")) return errorOf("fileIsBinary");
      const orange = textType === "orange" ? orangeNotation(start) : null;
      const notation = orange?.notation ?? (await notationOf(path, encoding));
      const plain = encoding === "utf-8" ? await plainFile(path, notation.dialect) : null;
      const table = plain ? null : await normalise(path, encoding, notation, normal);
      const text = { ...notation, encoding, path, normal, plain, table };
      const { dialect, layout } = notation;
      return {
        format: orange ? "orange" : "text",
        encoding,
        delimiter: dialect.isDivided ? dialect.delimiter : null,
        header: layout.header,
        columns: layout.columns,
        told: orange?.told ?? new Map(),
        load: (engine) => load(engine, text),
      };
    } catch (error) {
      if (!(error instanceof NotInEncoding)) throw error;
    }
  }
  return errorOf("unknownEncoding");
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
  table: OpenedTable & NormalTable,
  { csv, ...wishes }: ReadOptions,
): Promise<{ description: TableDescription; marks: Cells["marks"] }> {
  const { format, encoding, delimiter, header, columns, told } = table;
  const [counted] = await engine.rows("SELECT count(*)::DOUBLE AS n FROM cells");
  const cells = await describeCells(engine, {
    header,
    columns,
    rows: table.rows,
    // A single column may be meant as divided by commas.
    delimiter: delimiter ?? ",",
    told,
    wishes,
  });
  if (csv !== undefined) await exportCells(engine, { ...cells, header: header !== null }, csv);
  const other = Number(counted?.n);
  const disagreement = errorOf("rowsNotAgreed", { file, rows: table.rows, other });
  const description: TableDescription = {
    format,
    encoding,
    delimiter,
    decimal: cells.decimal,
    header: header !== null,
    skippedLines: table.skippedLines,
    emptyRows: table.emptyRows,
    emptyColumns: cells.columns.filter(({ reason }) => reason.code === "isEmpty").length,
    rows: table.rows,
    columns: cells.columns,
    target: cells.target,
    task: cells.task,
    classes: cells.classes,
    pictures: cells.pictures,
    features: cells.columns.filter(({ role }) => role === "feature").length,
    gaps: cells.gaps,
    duplicates: cells.duplicates,
    problems: [...table.problems, ...(other === table.rows ? [] : [disagreement]), ...cells.problems],
  };
  return { description, marks: cells.marks };
}

/** A file in which the lab finds no table. */
function refused(problem: Problem): TableDescription {
  return {
    format: null,
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
    pictures: false,
    features: 0,
    gaps: { cells: 0, rows: 0 },
    duplicates: 0,
    problems: [problem],
  };
}
