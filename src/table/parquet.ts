import { resolve } from "node:path";
import { errorOf, type Problem } from "./description";
import { cellName, type Engine, sqlName, sqlText } from "./duckdb";
import { columnNames } from "./layout";
import { mostColumns, tooManyCells } from "./limits";
import { listedName, type Nesting, toldNested } from "./nested";
import { normalCells } from "./normal-cells";
import type { OpenedTable, ToldColumn } from "./opened";
import { type Reading, shares, type TellShare } from "./reading";

/** SQL: the file's path. DuckDB takes a path for a pattern of many files. */
export const parquetFile = (path: string): string => sqlText(resolve(path).replace(/[*?[]/g, "[$&]"));

/** Texts take 16 bytes and more of memory each; of more cells, those of numbers alone are written to the disk. */
const mostInMemory = 10_000_000;

/**
 * Opens a Parquet file. Its columns have types already; their cells become texts that give the same numbers back.
 * @param target for the rows of a large one, as DuckDB reads them
 * @returns what is wrong with the file
 */
export async function openParquet(
  engine: Engine,
  path: string,
  target: string,
  reading: Reading,
): Promise<OpenedTable | Problem> {
  const file = parquetFile(path);
  try {
    // A text of a megabyte can stand in a million cells, and in the file once.
    await engine.run("SET max_temp_directory_size = '4GB'");
    const [promised] = await engine.rows(
      `SELECT sum(num_rows)::DOUBLE AS n FROM parquet_file_metadata(${file})`,
    );
    const source = `read_parquet(${file}, hive_partitioning = false)`;
    const rows = Number(promised?.n);
    const given = await columnsIn(engine, source);
    if (given.length > mostColumns) return errorOf("tooManyColumns", { limit: mostColumns });
    const columns = await unrolled(engine, source, given);
    if (columns.length > mostColumns) return errorOf("tooManyColumns", { limit: mostColumns });
    const excess = tooManyCells(rows, columns.length);
    if (excess) return excess;
    const texts = await bytesThatAreTexts(engine, source, columns);
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
      load: (into) =>
        rows * columns.length > mostInMemory && columns.every(({ type }) => numbers.test(type))
          ? loadFromDisk(into, source, columns, target, reading)
          : load(into, source, cellsOf(columns, texts), reading.step(shares.scanned)),
    };
  } catch {
    return errorOf("fileIsDamaged");
  }
}

interface FileColumn {
  readonly name: string;
  readonly type: string;
  /** SQL: its value in a row. */
  readonly sql: string;
}

async function columnsIn(engine: Engine, source: string): Promise<readonly FileColumn[]> {
  const described = await engine.rows(`DESCRIBE SELECT * FROM ${source}`);
  return described.map((row) => {
    const name = String(row.column_name);
    return { name, type: String(row.column_type), sql: sqlName(name) };
  });
}

/** Lists of as many numbers in each row are as many columns. */
async function unrolled(
  engine: Engine,
  source: string,
  columns: readonly FileColumn[],
): Promise<readonly FileColumn[]> {
  const lists = columns.map(flatList);
  const lengths = lists.flatMap((list, place) =>
    list ? [`min(len(${list.sql})) AS least${place}, max(len(${list.sql})) AS most${place}`] : [],
  );
  if (lengths.length === 0) return columns;
  const [found] = await engine.rows(`SELECT ${lengths.join(", ")} FROM ${source}`);
  return columns.flatMap((column, place) => {
    const list = lists[place];
    const length = Number(found![`most${place}`] ?? 0);
    const isAlike = length > 0 && length <= mostColumns && Number(found![`least${place}`]) === length;
    if (!list || !isAlike) return [column];
    return Array.from({ length }, (_, number) => ({
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

/** SQL: each column's cell in a row. @param texts places of columns of bytes that are text */
const cellsOf = (columns: readonly FileColumn[], texts: ReadonlySet<number>): string[] =>
  columns.map(
    ({ sql, type }, place) => `nullif(${cellOf(sql, type, texts.has(place))}, '') AS ${cellName(place)}`,
  );

async function load(engine: Engine, source: string, cells: readonly string[], tell: TellShare) {
  const isEmpty = `coalesce(${cells.map((_, place) => cellName(place)).join(", ")}) IS NULL`;
  // Rows without a value are none, as in text.
  await engine.run(
    `CREATE TABLE cells AS SELECT row_number() OVER () - 1 AS n, * FROM (
      SELECT ${cells.join(", ")} FROM ${source}) WHERE NOT (${isEmpty})`,
    tell,
  );
  const [all] = await engine.rows(`SELECT count(*)::DOUBLE AS n FROM ${source}`);
  const [kept] = await engine.rows("SELECT count(*)::DOUBLE AS n FROM cells");
  const rows = Number(kept?.n);
  return { rows, longest: 0, skippedLines: 0, emptyRows: Number(all?.n) - rows, problems: [] };
}

/** Numbers have no sign that would need quotes. DuckDB writes them as what they are in a third of the time that it takes for texts. */
async function loadFromDisk(
  engine: Engine,
  source: string,
  columns: readonly FileColumn[],
  target: string,
  reading: Reading,
) {
  const isEmpty = columns.map(({ sql }) => `${sql} IS NULL`).join(" AND ");
  const [counted] = await engine.rows(
    `SELECT count(*)::DOUBLE AS n, (count(*) FILTER (${isEmpty}))::DOUBLE AS empty FROM ${source}`,
  );
  const emptyRows = Number(counted?.empty);
  const rows = Number(counted?.n) - emptyRows;
  await engine.run(
    `COPY (SELECT row_number() OVER () - 1, ${columns.map(({ sql }) => sql).join(", ")} FROM ${source} WHERE NOT (${isEmpty}))
      TO ${sqlText(resolve(target))} (FORMAT csv, HEADER false, DELIMITER ',', NULLSTR '')`,
    reading.step(shares.rewritten),
  );
  // A number takes no more than its digits, sign and exponent.
  const longest = 32 * (columns.length + 1);
  const inOneNotation = { columns: columns.length, longest, isRowALine: true };
  const known = await normalCells(engine, target, inOneNotation, reading);
  return { ...{ rows, longest, skippedLines: 0, emptyRows, problems: [] }, ...known };
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

/** SQL: a cell as text; of what a text cannot hold only its beginning, to be looked at. */
function cellOf(value: string, type: string, isText: boolean): string {
  if (isText) return withoutBlanks(`decode(${value})`);
  if (nestingOf(type)) return isBlob(type) ? `'…'` : `left(${value}::VARCHAR, 100)`;
  if (type === "VARCHAR") return withoutBlanks(value);
  if (type === "TIMESTAMP WITH TIME ZONE") return `(${value} AT TIME ZONE 'UTC')::VARCHAR`;
  return `${value}::VARCHAR`;
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
