import { resolve } from "node:path";
import { errorOf, type Problem } from "./description";
import { cellName, type Engine, sqlName, sqlText } from "./duckdb";
import type { KnownColumn } from "./scan/known";
import { type FileColumn, knownNumbers, typeOfNumbers } from "./typed-numbers";
import { typedRows, type TypedSource } from "./typed-rows";
import { columnNames } from "./layout";
import { mostColumns, tooManyCells } from "./limits";
import { listedName, type Nesting, toldNested } from "./nested";
import { normalCells } from "./normal-cells";
import type { LoadedRows, OpenedTable, ToldColumn } from "./opened";
import { type Reading, shares, type TellShare } from "./reading";
import { mostUnrolled, writeLists, type WrittenColumn } from "./wide-lists";

/** SQL: the file's path. DuckDB takes a path for a pattern of many files. */
export const parquetFile = (path: string): string => sqlText(resolve(path).replace(/[*?[]/g, "[$&]"));

/** Texts that are looked at value by value, in bytes. */
const mostText = 4e9;

/**
 * Opens a Parquet file. Its columns have types already: numbers are looked at as such, and what asks for the text of a cell gets one that gives
 * the same number back.
 * @param rewritten for the rows in the one notation, where they have very many numbers in lists
 * @returns what is wrong with the file
 */
export async function openParquet(
  engine: Engine,
  path: string,
  rewritten: string,
  reading: Reading,
): Promise<OpenedTable | Problem> {
  const file = parquetFile(path);
  try {
    // A text of a megabyte can stand in a million cells, and in the file once.
    await engine.run("SET max_temp_directory_size = '4GB'");
    const [promised] = await engine.rows(
      `SELECT sum(num_rows)::DOUBLE AS n, sum(num_row_groups)::DOUBLE AS groups FROM parquet_file_metadata(${file})`,
    );
    // A group of rows is read by one thread: another one would wait, and cost a fifth more.
    if (Number(promised?.groups) === 1) await engine.run("SET threads = 1");
    const source = `read_parquet(${file}, hive_partitioning = false)`;
    const rows = Number(promised?.n);
    const given = await columnsIn(engine, source);
    if (given.length > mostColumns) return errorOf("tooManyColumns", { limit: mostColumns });
    const lists = await listsIn(engine, source, given);
    const columns = unrolled(given, lists);
    if (columns.length > mostColumns) return errorOf("tooManyColumns", { limit: mostColumns });
    const isWide = columns.length - given.length > mostUnrolled;
    const excess = tooManyCells(rows, columns.length, isWide ? mostWritten : undefined);
    if (excess) return excess;
    if (await isUnfolded(engine, file, given, rows)) return errorOf("fileTooLarge");
    const texts = await bytesThatAreTexts(engine, source, columns);
    const ownTexts = new Set([...texts].map((place) => columns[place]));
    const told = new Map<number, ToldColumn>();
    columns.forEach(({ type }, place) => {
      const column = texts.has(place) ? undefined : toldOf(type);
      if (column) told.set(place, column);
    });
    const names = columns.map(({ name }) => name);
    return {
      format: "parquet",
      encoding: null,
      delimiter: null,
      header: columnNames(names, names.length),
      columns: names.length,
      told,
      load: (into) => {
        const numbered = numberedIn(file, given);
        if (!isWide) {
          return load(into, { source, numbered }, { columns, texts, rows }, reading.step(shares.scanned));
        }
        const asWritten = given.map((column, place): WrittenColumn => {
          const list = lists[place];
          const sql = list ? list.sql : cellOf(column.sql, column.type, ownTexts.has(column));
          return { ...column, sql, length: list?.length ?? null };
        });
        return loadWritten(
          into,
          numbered,
          { given: asWritten, columns: columns.length, rows },
          rewritten,
          reading,
        );
      },
    };
  } catch {
    return errorOf("fileIsDamaged");
  }
}

/** More numbers in lists are not written as text: it would take gigabytes. */
const mostWritten = 2 ** 28;

/** Rows that are asked for their length at first: DuckDB reads as many at once, and copies no text if they are few. */
const fewRows = 2048;

/**
 * Whether texts that the file holds once, in a dictionary, stand in so many rows that together they are too long. Some rows are looked at
 * first, then twice as many each time: all of them at once would be copied before they are counted.
 */
async function isUnfolded(
  engine: Engine,
  file: string,
  columns: readonly FileColumn[],
  rows: number,
): Promise<boolean> {
  const [promised] = await engine.rows(
    `SELECT coalesce(sum(num_values::DOUBLE * total_uncompressed_size), 0) AS bytes FROM parquet_metadata(${file})
      WHERE type = 'BYTE_ARRAY' AND dictionary_page_offset IS NOT NULL`,
  );
  const lengths = columns.flatMap(({ type, sql }) =>
    type === "VARCHAR"
      ? `coalesce(sum(strlen(${sql})), 0)`
      : isBlob(type)
        ? `coalesce(sum(octet_length(${sql})), 0)`
        : [],
  );
  const { source, name } = numberedIn(file, columns);
  if (Number(promised?.bytes) <= mostText || lengths.length === 0) return false;
  let bytes = 0;
  for (let from = 0, step = fewRows; from < rows && bytes <= mostText; from += step, step *= 2) {
    const some = `WHERE ${sqlName(name)} >= ${from} AND ${sqlName(name)} < ${from + step}`;
    const [found] = await engine.rows(
      `SELECT (${lengths.join(" + ")})::DOUBLE AS bytes FROM ${source} ${some}`,
    );
    bytes += Number(found?.bytes);
  }
  return bytes > mostText;
}

async function columnsIn(engine: Engine, source: string): Promise<readonly FileColumn[]> {
  const described = await engine.rows(`DESCRIBE SELECT * FROM ${source}`);
  return described.map((row) => {
    const name = String(row.column_name);
    return { name, type: String(row.column_type), sql: sqlName(name) };
  });
}

/** A column of lists that all hold as many numbers. */
interface AlikeLists extends Pick<FileColumn, "type" | "sql"> {
  readonly length: number;
}

/** @returns for each column its lists; null if it has others, or none */
async function listsIn(
  engine: Engine,
  source: string,
  columns: readonly FileColumn[],
): Promise<readonly (AlikeLists | null)[]> {
  const lists = columns.map(flatList);
  const lengths = lists.flatMap((list, place) =>
    list ? [`min(len(${list.sql})) AS least${place}, max(len(${list.sql})) AS most${place}`] : [],
  );
  if (lengths.length === 0) return columns.map(() => null);
  const [found] = await engine.rows(`SELECT ${lengths.join(", ")} FROM ${source}`);
  return lists.map((list, place) => {
    const length = Number(found![`most${place}`] ?? 0);
    const isAlike = length > 0 && length <= mostColumns && Number(found![`least${place}`]) === length;
    return list && isAlike ? { ...list, length } : null;
  });
}

/** Lists of as many numbers in each row are as many columns. */
function unrolled(
  columns: readonly FileColumn[],
  lists: readonly (AlikeLists | null)[],
): readonly FileColumn[] {
  return columns.flatMap((column, place) => {
    const list = lists[place];
    if (!list) return [column];
    return Array.from({ length: list.length }, (_, number) => ({
      name: listedName(column.name, number),
      type: list.type,
      sql: `(${list.sql})[${number + 1}]`,
    }));
  });
}

/** The numbers of a list, or of rows of lists, as one list, and their type; null of another column. */
function flatList({ type, sql }: FileColumn): Pick<FileColumn, "type" | "sql"> | null {
  const inner = type.replace(dimensions, "");
  const depth = type.slice(inner.length).split("[").length - 1;
  if (depth === 0 || !numbers.test(inner)) return null;
  // Arrays of a fixed length must become lists before they are made one.
  const list = `${sql}::${inner}${"[]".repeat(depth)}`;
  return { type: inner, sql: "flatten(".repeat(depth - 1) + list + ")".repeat(depth - 1) };
}

/** Of a type such as FLOAT[3][]. */
const dimensions = /(?:\[\d*\])+$/;

interface FileRows {
  readonly columns: readonly FileColumn[];
  /** Places of columns of bytes that are text. */
  readonly texts: ReadonlySet<number>;
  /** As many as the file promises. */
  readonly rows: number;
}

/** Makes `cells` a view of the file: each query reads of it what it needs. */
async function load(
  engine: Engine,
  { source, numbered }: Pick<TypedSource, "source" | "numbered">,
  { columns, texts, rows: promised }: FileRows,
  tell: TellShare,
): Promise<LoadedRows | Problem> {
  const cells = columns.map(({ sql, type }, place) => cellOf(sql, type, texts.has(place)));
  const found = await readAll(engine, source, columns, cells);
  if (found.bytes > mostText) return errorOf("fileTooLarge");
  let rowsIn: Pick<TypedSource, "source" | "numbered"> = { source, numbered };
  let numbers = await knownNumbers(engine, source, columns, promised, tell);
  const hasEmptyRows = ![...numbers.known.values()].some((column) => isFilled(column, found.rows));
  const emptyRows = hasEmptyRows ? await countEmpty(engine, source, cells) : 0;
  if (emptyRows > 0) {
    // Rows without a value are none, as in text.
    const filled = `(SELECT * FROM ${source} WHERE NOT (${isEmptySql(cells)}))`;
    rowsIn = { source: filled, numbered: counted(filled) };
    numbers = await knownNumbers(engine, filled, columns, promised, tell);
  }
  const named = cells.map((cell, place) => `${cell} AS ${cellName(place)}`).join(", ");
  await engine.run(
    `CREATE OR REPLACE VIEW cells AS SELECT row_number() OVER () - 1 AS n, * FROM (SELECT ${named} FROM ${rowsIn.source})`,
  );
  const rows = found.rows - emptyRows;
  const { known } = numbers;
  const shown = typedRows(engine, { ...rowsIn, columns, cells }, numbers);
  return { rows, longest: 0, skippedLines: 0, emptyRows, problems: [], known, shown };
}

/** Writes the rows as text, and makes `cells` of it. */
async function loadWritten(
  engine: Engine,
  numbered: TypedSource["numbered"],
  {
    given,
    columns,
    rows: promised,
  }: Pick<FileRows, "rows"> & { readonly given: readonly WrittenColumn[]; readonly columns: number },
  target: string,
  reading: Reading,
): Promise<LoadedRows> {
  const tell = reading.step(shares.rewritten);
  const { writer, emptyRows } = await writeLists(engine, numbered, given, promised, target, tell);
  const { rows, longest } = writer;
  const cells = await normalCells(engine, target, { columns, longest }, reading);
  return { rows, longest, skippedLines: 0, emptyRows, problems: [], ...cells };
}

/** Hardly the name of a column. */
const rowName = "the row's number for Dropout Lab";

/** SQL: rows with their numbers, which takes a look at all of them. */
const counted = (source: string): TypedSource["numbered"] => ({
  source: `(SELECT row_number() OVER () - 1 AS ${sqlName(rowName)}, * FROM ${source})`,
  name: rowName,
});

/** SQL: the rows of a file with their numbers: DuckDB unpacks of the others only what stands on the same pages. */
function numberedIn(file: string, columns: readonly FileColumn[]): TypedSource["numbered"] {
  const name = "file_row_number";
  const source = (options: string): string => `read_parquet(${file}, hive_partitioning = false${options})`;
  // DuckDB has this name for it, and refuses a file that has it too.
  const isTaken = columns.some((column) => column.name.toLowerCase() === name);
  return isTaken ? counted(source("")) : { source: source(`, ${name} = true`), name };
}

/** Reads all columns that `knownNumbers` does not: a damaged one fails here. @returns the file's rows, and the bytes of their texts */
async function readAll(
  engine: Engine,
  source: string,
  columns: readonly FileColumn[],
  cells: readonly string[],
): Promise<{ rows: number; bytes: number }> {
  const bytes = cells.flatMap((cell, place) =>
    typeOfNumbers(columns[place]!.type) ? [] : [`coalesce(sum(strlen(${cell})), 0)`],
  );
  const sum = bytes.length === 0 ? "0" : bytes.join(" + ");
  const [row] = await engine.rows(`SELECT count(*)::DOUBLE AS n, (${sum})::DOUBLE AS bytes FROM ${source}`);
  return { rows: Number(row?.n), bytes: Number(row?.bytes) };
}

function isFilled({ facts, words }: KnownColumn, rows: number): boolean {
  return facts.filled + words.reduce((sum, { count }) => sum + count, 0) === rows;
}

const isEmptySql = (cells: readonly string[]): string =>
  cells.map((cell) => `(${cell}) IS NULL`).join(" AND ");

async function countEmpty(engine: Engine, source: string, cells: readonly string[]): Promise<number> {
  const [row] = await engine.rows(`SELECT count(*)::DOUBLE AS n FROM ${source} WHERE ${isEmptySql(cells)}`);
  return Number(row?.n);
}

const numbers = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\))$/;
const isBlob = (type: string): boolean => type === "BLOB";

function toldOf(type: string): ToldColumn | undefined {
  const nesting = nestingOf(type);
  if (nesting) return toldNested(nesting);
  if (numbers.test(type)) return { kind: "number" };
  return undefined;
}

function nestingOf(type: string): Nesting | null {
  // The bytes of a picture and its name, as Hugging Face's files have them.
  if (/\bBLOB\b/.test(type)) return "isBytes";
  const inner = type.replace(dimensions, "");
  if (inner !== type) return numbers.test(inner) ? "isNumberList" : "isNested";
  return /^(?:STRUCT|MAP|UNION|VARIANT|GEOMETRY)\b/.test(type) ? "isNested" : null;
}

/** SQL: a cell as text, NULL if it is empty; of what a text cannot hold only its beginning, to be looked at. */
function cellOf(value: string, type: string, isText: boolean): string {
  if (numbers.test(type)) return `${value}::VARCHAR`;
  if (isText) return withoutBlanks(`decode(${value})`);
  if (nestingOf(type)) return isBlob(type) ? `'…'` : `nullif(left(${value}::VARCHAR, 100), '')`;
  if (type === "VARCHAR") return withoutBlanks(value);
  if (type === "TIMESTAMP WITH TIME ZONE") return `(${value} AT TIME ZONE 'UTC')::VARCHAR`;
  return `nullif(${value}::VARCHAR, '')`;
}

/** Older writers do not say that a column's bytes are text. */
async function bytesThatAreTexts(
  engine: Engine,
  source: string,
  columns: readonly FileColumn[],
): Promise<ReadonlySet<number>> {
  const places = columns.flatMap(({ type }, place) => (isBlob(type) ? [place] : []));
  if (places.length === 0) return new Set();
  const odd = places.map((place) => {
    const { sql } = columns[place]!;
    return `count(*) FILTER (${sql} IS NOT NULL AND TRY(decode(${sql})) IS NULL)::DOUBLE AS o${place}`;
  });
  const [row] = await engine.rows(`SELECT ${odd.join(", ")} FROM ${source}`);
  return new Set(places.filter((place) => row?.[`o${place}`] === 0));
}

/** A cell of blanks is empty, as in text. */
const withoutBlanks = (text: string): string => `CASE WHEN trim(${text}) <> '' THEN ${text} END`;
