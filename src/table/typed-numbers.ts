import { cellName, type Engine, sqlText } from "./duckdb";
import type { TellShare } from "./reading";
import type { RowsInFile } from "./rows-in-file";
import { keptValues } from "./scan/few-values";
import { type KnownColumn, knownColumn, mostSampled } from "./scan/known";
import { TypedColumn } from "./scan/typed-column";

/** A column of a file whose columns have types. */
export interface FileColumn {
  readonly name: string;
  readonly type: string;
  /** SQL: its value in a row. */
  readonly sql: string;
}

/** How numbers of a type are read without their texts. */
interface NumberType {
  /** Whether they are written without a point. */
  readonly isWhole: boolean;
  /** SQL: the value as it is streamed. */
  readonly streamed: (sql: string) => string;
  /** SQL: the double that its text gives. */
  readonly double: (sql: string) => string;
}

const asDouble = (sql: string): string => `${sql}::DOUBLE`;
const asIs = (sql: string): string => sql;

/** @returns null of all other types, and of numbers that a double may not hold: their texts are looked at */
export function typeOfNumbers(type: string): NumberType | null {
  if (/^U?(?:TINYINT|SMALLINT|INTEGER)$/.test(type))
    return { isWhole: true, streamed: asIs, double: asDouble };
  if (/^U?BIGINT$/.test(type)) return { isWhole: true, streamed: asDouble, double: asDouble };
  if (type === "DOUBLE") return { isWhole: false, streamed: asIs, double: asIs };
  // 0.1 as a float is another double than 0.1.
  if (type === "FLOAT") return { isWhole: false, streamed: asIs, double: (sql) => `${sql}::VARCHAR::DOUBLE` };
  const [, width, scale] = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type) ?? [];
  if (Number(width) <= 15) return { isWhole: Number(scale) === 0, streamed: asDouble, double: asDouble };
  return null;
}

/** Columns of a piece of rows that are in memory at once. */
const mostAtOnce = 1000;
const mostSampledOfAll = 8_000_000;

/**
 * Looks once at every number of a file, without making a text of it.
 * @param source SQL: the file's rows
 * @param rows about how many there are
 * @returns by place; those whose values have to be looked at are missing
 */
export async function knownNumbers(
  engine: Engine,
  source: string,
  columns: readonly FileColumn[],
  rows: number,
  tell: TellShare,
): Promise<Map<number, KnownColumn>> {
  const kept = keptValues(columns.length);
  const sampled = Math.max(256, Math.ceil(Math.min(2 * mostSampled, mostSampledOfAll / columns.length)));
  const typed = columns.flatMap((column, place) => {
    const type = typeOfNumbers(column.type);
    return type ? [{ ...column, place, read: type, scan: new TypedColumn(type.isWhole, kept, sampled) }] : [];
  });
  for (let first = 0; first < typed.length; first += mostAtOnce) {
    const some = typed.slice(first, first + mostAtOnce);
    const values = some.map(({ sql, read }) => read.streamed(sql)).join(", ");
    let row = 0;
    for await (const piece of engine.pieces(`SELECT ${values} FROM ${source}`)) {
      some.forEach(({ scan }, place) => scan.add(piece.columnAt(place), piece.rows, row));
      row += piece.rows;
      tell((first + (some.length * row) / Math.max(1, rows)) / typed.length);
    }
  }
  const textOf = await textsOf(
    engine,
    typed.filter(({ read }) => !read.isWhole).map(({ type, scan }) => ({ type, values: scan.asked })),
  );
  const known = new Map<number, KnownColumn>();
  for (const { place, type, read, scan } of typed) {
    const column = scan.part(read.isWhole ? String : (value) => textOf(type, value));
    const found = knownColumn([{ row: 0, column }], kept);
    if (found) known.set(place, found);
  }
  return known;
}

/** The texts of numbers as DuckDB writes them. */
async function textsOf(
  engine: Engine,
  asked: readonly { readonly type: string; readonly values: readonly number[] }[],
): Promise<(type: string, value: number) => string> {
  const all = new Map<string, Map<number, string>>();
  for (const type of new Set(asked.map((each) => each.type))) {
    const values = [...new Set(asked.flatMap((each) => (each.type === type ? each.values : [])))];
    await engine.run("CREATE OR REPLACE TEMP TABLE asked (n BIGINT, v VARCHAR)");
    await engine.append(
      "asked",
      values.map((value, place) => [place, String(value)]),
    );
    const rows = await engine.rows(`SELECT v::DOUBLE::${type}::VARCHAR AS t FROM asked ORDER BY n`);
    all.set(type, new Map(values.map((value, place) => [value, String(rows[place]!.t)])));
  }
  return (type, value) => all.get(type)!.get(value)!;
}

/** Hardly the name of a column. */
const rowName = "the row's number for Dropout Lab";
/** More columns are not hashed at once. */
const mostHashed = 2000;

/**
 * Rows of a file whose columns have types.
 * @param source SQL: its rows
 * @param cells SQL: the text of each column
 */
export function typedRows(
  engine: Engine,
  source: string,
  columns: readonly FileColumn[],
  cells: readonly string[],
): RowsInFile {
  /** SQL: equal of equal texts. */
  const comparedSql = (place: number): string => {
    const { type, sql } = columns[place]!;
    return typeOfNumbers(type) ? sql : cells[place]!;
  };
  return {
    async showNumbers(places) {
      const values = columns.map(({ type, sql }, place) => {
        const double = places.has(place) ? typeOfNumbers(type)?.double(sql) : undefined;
        const value = double ?? (places.has(place) ? `${cells[place]!}::DOUBLE` : cells[place]!);
        return `${value} AS ${cellName(place)}`;
      });
      await engine.run(`CREATE OR REPLACE VIEW numbers AS SELECT ${values.join(", ")} FROM ${source}`);
    },
    async showFew(numbers) {
      const named = cells.map((cell, place) => `${cell} AS ${cellName(place)}`).join(", ");
      await engine.run(`CREATE OR REPLACE TEMP TABLE few AS SELECT ${named} FROM (
        SELECT row_number() OVER () - 1 AS "${rowName}", * FROM ${source}) WHERE "${rowName}" IN (${numbers.join(", ")})`);
      return true;
    },
    async marks({ needed, compared, classes }) {
      if (compared.length > mostHashed) return null;
      const hash =
        compared.length === 0 ? "0::DOUBLE" : `hash(${compared.map(comparedSql).join(", ")})::DOUBLE`;
      const number = classes ? classSql(cells[classes.place]!, classes.names) : "-1";
      const used = needed.map(({ place, gaps }) => isNoGapSql(cells[place]!, gaps)).join(" AND ");
      const marks = { hashes: [] as number[], classes: [] as number[] };
      const sql = `SELECT ${hash}, ${number} FROM ${source} WHERE ${used || "true"}`;
      for await (const piece of engine.pieces(sql)) {
        const [hashes, numbers] = [piece.columnAt(0).items, piece.columnAt(1).items];
        for (let row = 0; row < piece.rows; row++) {
          marks.hashes.push(hashes[row]!);
          marks.classes.push(numbers[row]!);
        }
      }
      return { hashes: Float64Array.from(marks.hashes), classes: Int32Array.from(marks.classes) };
    },
  };
}

/** SQL: the number of a class by its text, -1 of any other text. */
function classSql(cell: string, names: readonly string[]): string {
  return `coalesce(enum_code(TRY_CAST(${cell} AS ENUM(${names.map(sqlText).join(", ")}))), -1)::INTEGER`;
}

function isNoGapSql(cell: string, gaps: readonly string[]): string {
  const words = gaps.length === 0 ? "" : ` AND ${cell} NOT IN (${gaps.map(sqlText).join(", ")})`;
  return `(${cell} IS NOT NULL${words})`;
}
