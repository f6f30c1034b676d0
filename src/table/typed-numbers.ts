import type { Engine } from "./duckdb";
import type { TellShare } from "./reading";
import { keptValues } from "./scan/few-values";
import { type KnownColumn, knownColumn, mostSampled } from "./scan/known";
import { RowSums } from "./scan/row-sums";
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
/** Of more values, rows are not compared at once. */
const mostSummed = 100_000_000;

/** What one look at all numbers of a file tells. */
export interface TypedNumbers {
  /** By place; those whose values have to be looked at are missing. */
  readonly known: ReadonlyMap<number, KnownColumn>;
  /** Hashes of the rows' numbers; null if there are too many. */
  readonly sums: RowSums | null;
  /** Places of the columns whose numbers differ if their texts do. */
  readonly summed: ReadonlySet<number>;
}

/**
 * Looks once at every number of a file, without making a text of it.
 * @param source SQL: the file's rows
 * @param rows about how many there are
 */
export async function knownNumbers(
  engine: Engine,
  source: string,
  columns: readonly FileColumn[],
  rows: number,
  tell: TellShare,
): Promise<TypedNumbers> {
  const kept = keptValues(columns.length);
  const sampled = Math.max(256, Math.ceil(Math.min(2 * mostSampled, mostSampledOfAll / columns.length)));
  const typed = columns.flatMap((column, place) => {
    const type = typeOfNumbers(column.type);
    return type ? [{ ...column, place, read: type, scan: new TypedColumn(type.isWhole, kept, sampled) }] : [];
  });
  const sums = rows * typed.length <= mostSummed ? new RowSums() : null;
  for (let first = 0; first < typed.length; first += mostAtOnce) {
    const some = typed.slice(first, first + mostAtOnce);
    const values = some.map(({ sql, read }) => read.streamed(sql)).join(", ");
    let row = 0;
    for await (const piece of engine.pieces(`SELECT ${values} FROM ${source}`)) {
      some.forEach(({ scan, place }, index) => {
        const numbers = piece.columnAt(index);
        scan.add(numbers, piece.rows, row);
        sums?.add(place, numbers, piece.rows, row);
      });
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
  const summed = typed.flatMap(({ place, scan }) => (scan.areExact ? [place] : []));
  return { known, sums, summed: new Set(summed) };
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
