import { basename, join } from "node:path";
import { fileSize, readFailure, readStart } from "../data/files";
import type { TableNotation } from "../fields/table";
import type { TableTextCode } from "../messages/table.en";
import { inTemporaryFolder, removeStaleFolders } from "../platform/temporary-folder";
import { NotInEncoding, textOf } from "./decode";
import { countDuplicates, describeCells } from "./describe";
import { errorOf, type Problem, type TableDescription } from "./description";
import type { DecimalMark } from "./numbers";
import type { Wishes } from "./wishes";
import type { CellUnit } from "./cell-units";
import { canShow, type Engine, openEngine, showCells } from "./duckdb";
import { type EncodingDoubt, guessEncoding } from "./encoding";
import { type FileFormat, fileTypeOf, isFileFormat, textTypeOf } from "./file-type";
import { normalise, type NormalTable, type Notation, notationOf, RowTooLong } from "./normalise";
import { normalCells } from "./normal-cells";
import { openJson } from "./json";
import { openArff } from "./arff";
import { openSvmlight } from "./svmlight";
import { orangeNames, orangeNotation } from "./orange";
import type { LoadedRows, OpenedTable } from "./opened";
import { isPacked, unpackTable } from "./packed";
import { openParquet } from "./parquet";
import { openWorkbook } from "./workbook";
import { problemsOfLayout } from "./layout";
import { exportCells } from "./export-cells";
import { Reading, shares, type TellShare } from "./reading";
import { longestRow, spaces } from "./rows";
import { type RowsInFile, textRows } from "./rows-in-file";
import type { KnownColumn } from "./scan/known";
import { type Scan, scan } from "./scan/scan";
import { mayEndInTotal } from "./totals";

export interface ReadOptions extends Wishes {
  /** A file for the table as it was read. */
  readonly csv?: string;
  /** Whether duplicates are counted, which takes another look at the whole file. */
  readonly duplicates?: boolean;
  /** Told how far the reading is. */
  readonly progress?: TellShare;
}

/** A table in DuckDB: the table or view `cells`. */
export interface Cells {
  readonly engine: Engine;
  /** What one look at the file told of its columns, by their place. */
  readonly known: ReadonlyMap<number, KnownColumn>;
  /** Decimal marks of the columns of numbers, by their place. */
  readonly marks: ReadonlyMap<number, DecimalMark>;
  /** Units that stand in the cells of columns of numbers, by their place. */
  readonly units: ReadonlyMap<number, CellUnit>;
  /** Where `cells` is a view of a file. */
  readonly shown?: RowsInFile | undefined;
}

/**
 * How the lab reads a table. Whatever is wrong with its content is in the description's problems, all at once.
 * @throws LabError `fileMissing`, `fileIsNoFile`, `fileUnreadable`
 */
export function readTable(path: string, options: ReadOptions = {}): Promise<TableDescription> {
  return withTable(path, { duplicates: true, ...options }, async (table) => table);
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
  removeStaleFolders();
  const type = await typeOf(path);
  if (!isPacked(type)) return withUnpacked(path, basename(path), options, use);
  return inTemporaryFolder("table", async (folder) => {
    const inside = await unpackTable(path, type, folder);
    if (typeof inside !== "string") return use(refused(inside, basename(path)), null);
    return withUnpacked(inside, basename(path), options, use);
  });
}

async function typeOf(path: string): Promise<FileFormat | TableTextCode> {
  return fileTypeOf(await readStart(path, 1 << 14)) ?? "text";
}

/** @param file the name of the file, for problems */
async function withUnpacked<T>(
  path: string,
  file: string,
  options: ReadOptions,
  use: (table: TableDescription, cells: Cells | null) => Promise<T>,
): Promise<T> {
  const refuse = (problem: Problem): Promise<T> => use(refused(problem, file), null);
  const format = await typeOf(path);
  if (!isFileFormat(format)) return await refuse(errorOf(format));
  const reading = new Reading(await fileSize(path), options.progress ?? (() => undefined));
  try {
    return await inTemporaryFolder("table", async (folder) => {
      // What is text is known before a database is opened.
      const rows = join(folder, "rows.csv");
      const text =
        format === "text"
          ? await openText(path, rows, options, reading)
          : format === "xlsx"
            ? await openWorkbook(path, rows, options, reading)
            : null;
      if (text && "code" in text) return await refuse(text);
      return await withEngine(folder, async (engine) => {
        const opened = text ?? (await openParquet(engine, path, rows, reading));
        if ("code" in opened) return await refuse(opened);
        const table = await loaded(engine, opened);
        if ("code" in table) return await refuse(table);
        const { description, marks, units } = await describe(engine, file, { ...opened, ...table }, options);
        // The file's own values have their units.
        const known = new Map([...(table.known ?? [])].filter(([place]) => !units.has(place)));
        return use(description, { engine, marks, units, known, shown: table.shown });
      });
    });
  } catch (error) {
    if (error instanceof RowTooLong) {
      return await refuse(errorOf("rowTooLong", { line: error.line, limit: longestRow }));
    }
    if (isOutOfMemory(error)) return await refuse(errorOf("fileTooLarge"));
    if (format === "parquet" && isAboutContent(error)) return await refuse(errorOf("fileIsDamaged"));
    throw isAbout(path, error) ? readFailure(error, path) : error;
  }
}

/** Of a file that DuckDB has read until now, only its rows tell whether it is whole. */
async function loaded(engine: Engine, { format, load }: OpenedTable): Promise<LoadedRows | Problem> {
  if (format === "text") return load(engine);
  return load(engine).catch((error: unknown) =>
    errorOf(isOutOfMemory(error) ? "fileTooLarge" : "fileIsDamaged"),
  );
}

/** DuckDB may have so much memory only. */
const isOutOfMemory = (error: unknown): boolean => /out of memory error/i.test(String(error));

/** What DuckDB says of bytes that are not what they were or should be. */
const isAboutContent = (error: unknown): boolean =>
  /^(?:\w+: )?(?:io|invalid|invalid input|conversion|out of range|serialization) error/i.test(
    error instanceof Error ? error.message : "",
  );

/** Not of the temporary folder, or of DuckDB. */
function isAbout(path: string, error: unknown): boolean {
  const { syscall, path: where } = error as NodeJS.ErrnoException;
  return where === path || syscall === "read";
}

/** The text of a file. */
interface OpenedText extends Notation {
  readonly encoding: string;
  readonly path: string;
  /** For the rows in one notation. */
  readonly normal: string;
  /** Null if DuckDB might read the file in another way than the lab. Then it has been written in one notation. */
  readonly plain: Scan | null;
  readonly table: NormalTable | null;
}

/** Finds the encoding in which the whole file is text. */
async function openText(
  path: string,
  normal: string,
  wished: TableNotation,
  reading: Reading,
): Promise<OpenedTable | Problem> {
  const guess = wished.encoding
    ? { encodings: [wished.encoding] }
    : await guessEncoding(path, reading.pass(shares.encoding));
  if ("binary" in guess) return errorOf("fileIsBinary");
  if ("brokenUtf8" in guess) return errorOf("brokenUtf8", { line: guess.brokenUtf8 });
  for (const encoding of guess.encodings) {
    try {
      const start = await firstText(path, encoding);
      const textType = textTypeOf(start);
      if (textType === "json") return await openJson(path, encoding, normal, reading);
      if (textType === "svmlight") return await openSvmlight(path, encoding, normal, reading);
      if (textType === "arff") return await openArff(path, encoding, normal, reading);
      if (textType !== null && !isFileFormat(textType)) return errorOf(textType);
      if (start.includes("\0")) return errorOf("fileIsBinary");
      const orange = textType === "orange" ? orangeNotation(start) : null;
      const notation = orange?.notation ?? (await notationOf(path, encoding, wished));
      // The scan knows numbers with points.
      const isPlain = encoding === "utf-8" && wished.decimal !== ",";
      const plain = isPlain ? await scanInPlace(path, notation, reading) : null;
      const table = plain
        ? null
        : await normalise(path, encoding, notation, normal, reading.pass(shares.rewritten));
      const text = { ...notation, encoding, path, normal, plain, table };
      const { dialect, layout } = notation;
      const doubt = "doubt" in guess && encoding === guess.encodings[0] ? guess.doubt : undefined;
      const named = orange ? null : orangeNames(layout.header);
      return {
        format: orange || named ? "orange" : "text",
        encoding,
        delimiter: dialect.isDivided ? dialect.delimiter : null,
        header: named?.names ?? layout.header,
        columns: layout.columns,
        told: (orange ?? named)?.told ?? new Map(),
        load: (engine) => load(engine, text, reading, doubt ? [doubtful(encoding, doubt)] : []),
      };
    } catch (error) {
      if (!(error instanceof NotInEncoding)) throw error;
    }
  }
  return wished.encoding
    ? errorOf("otherEncoding", { encoding: wished.encoding })
    : errorOf("unknownEncoding");
}

function doubtful(encoding: string, doubt: EncodingDoubt): Problem {
  return { level: "warning", code: "doubtfulEncoding", parameters: { encoding, ...doubt } };
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

/** @returns null if the file needs another notation first */
async function scanInPlace(
  path: string,
  { dialect, layout }: Notation,
  reading: Reading,
): Promise<Scan | null> {
  const { delimiter, quote, isDivided, backslash, start } = dialect;
  const isUsual = isDivided && delimiter !== spaces && quote === '"' && !backslash && start === 0;
  if (!isUsual || delimiter.charCodeAt(0) > 127) return null;
  // A sum below the table is left out.
  if (await mayEndInTotal(path, delimiter)) return null;
  const { columns, leading } = layout;
  const found = await scan(path, { delimiter, columns, leading, tell: reading.pass(shares.scanned) });
  return found && canShow({ path, ...found }) ? found : null;
}

/** Brings the rows into DuckDB, as they stand if it understands them so. */
async function load(
  engine: Engine,
  { path, normal, plain, table, dialect, layout }: OpenedText,
  reading: Reading,
  doubts: readonly Problem[],
): Promise<LoadedRows> {
  const { columns, leading, skipped, empty } = layout;
  if (plain) {
    const { delimiter } = dialect;
    const shown = { path, delimiter, leading, columns, isNumbered: false, ...plain };
    await showCells(engine, shown);
    const problems = problemsOfLayout(layout);
    const rows = textRows(engine, shown);
    return { ...plain, shown: rows, skippedLines: skipped, emptyRows: empty, problems };
  }
  const problems = [...doubts, ...table!.problems];
  return {
    ...table!,
    problems,
    ...(await normalCells(engine, normal, { columns, longest: table!.longest }, reading)),
  };
}

async function describe(
  engine: Engine,
  file: string,
  table: OpenedTable & LoadedRows,
  { csv, duplicates = false, ...wishes }: ReadOptions,
): Promise<{ description: TableDescription } & Pick<Cells, "marks" | "units">> {
  const { format, encoding, delimiter, header, columns, told, known = new Map() } = table;
  // Where all cells are looked at, that DuckDB finds the same rows costs little. Training counts them too.
  const other = known.size > 0 && !duplicates ? table.rows : await countRows(engine);
  const cells = await describeCells(engine, {
    header,
    columns,
    rows: table.rows,
    // A single column may be meant as divided by commas.
    delimiter: delimiter ?? ",",
    told,
    known,
    wishes,
  });
  if (csv !== undefined) await exportCells(engine, { ...cells, header: header !== null }, csv);
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
    group: cells.group,
    classes: cells.classes,
    pictures: cells.pictures,
    features: cells.columns.filter(({ role }) => role === "feature").length,
    gaps: cells.gaps,
    duplicates: duplicates ? await countDuplicates(engine, cells.columns, table.shown) : 0,
    problems: [...table.problems, ...(other === table.rows ? [] : [disagreement]), ...cells.problems],
  };
  return { description, marks: cells.marks, units: cells.units };
}

async function countRows(engine: Engine): Promise<number> {
  const [counted] = await engine.rows("SELECT count(*)::DOUBLE AS n FROM cells");
  return Number(counted?.n);
}

/** A file in which the lab finds no table. */
function refused({ parameters, ...problem }: Problem, file: string): TableDescription {
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
    group: null,
    classes: [],
    pictures: false,
    features: 0,
    gaps: { cells: 0, rows: 0 },
    duplicates: 0,
    problems: [{ ...problem, parameters: { file, ...parameters } }],
  };
}
