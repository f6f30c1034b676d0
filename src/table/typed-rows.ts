import { cellName, type Engine, sqlName, sqlText } from "./duckdb";
import type { RowsInFile } from "./rows-in-file";
import { type FileColumn, type TypedNumbers, typeOfNumbers } from "./typed-numbers";

/** More columns are not hashed at once. */
const mostHashed = 2000;

/** Where the rows of a typed file are. */
export interface TypedSource {
  /** SQL: the rows. */
  readonly source: string;
  /** SQL: the same with their number, from 0, and its name. */
  readonly numbered: { readonly source: string; readonly name: string };
  readonly columns: readonly FileColumn[];
  /** SQL: the text of each column. */
  readonly cells: readonly string[];
}

/** Rows of a file whose columns have types. */
export function typedRows(
  engine: Engine,
  { source, numbered, columns, cells }: TypedSource,
  { sums, summed }: TypedNumbers,
): RowsInFile {
  /** SQL: equal of equal texts. */
  const comparedSql = (place: number): string => {
    const { type, sql } = columns[place]!;
    return typeOfNumbers(type) ? sql : cells[place]!;
  };

  /** SQL: the columns of `cells`, some of them as DOUBLE. */
  const shownSql = (places: ReadonlySet<number>): string =>
    columns
      .map(({ type, sql }, place) => {
        const double = places.has(place) ? typeOfNumbers(type)?.double(sql) : undefined;
        const value = double ?? (places.has(place) ? `${cells[place]!}::DOUBLE` : cells[place]!);
        return `${value} AS ${cellName(place)}`;
      })
      .join(", ");

  /** What was summed already, without the columns that are not compared; null if that is not enough. */
  const summedHashes = async (compared: readonly number[]): Promise<Float64Array | null> => {
    if (!sums || !compared.every((place) => summed.has(place))) return null;
    const others = columns.flatMap(({ type, sql }, place) => {
      const read = compared.includes(place) ? null : typeOfNumbers(type);
      return read ? [{ place, value: read.streamed(sql) }] : [];
    });
    if (others.length > compared.length) return null;
    if (others.length === 0) return sums.hashes;
    const rest = sums.copy();
    let row = 0;
    const values = others.map(({ value }) => value).join(", ");
    for await (const piece of engine.pieces(`SELECT ${values} FROM ${source}`)) {
      for (const [index, { place }] of others.entries())
        rest.add(place, piece.columnAt(index), piece.rows, row, -1);
      row += piece.rows;
    }
    return row === sums.rows ? rest.hashes : null;
  };

  return {
    async showNumbers(places) {
      const values = shownSql(places);
      await engine.run(`CREATE OR REPLACE VIEW numbers AS SELECT ${values} FROM ${source}`);
    },
    async showFew(numbers, places) {
      // They are read once: to make a table of so many columns would take longer.
      await engine.run(`CREATE OR REPLACE TEMP VIEW few AS SELECT ${shownSql(places)} FROM ${numbered.source}
        WHERE ${sqlName(numbered.name)} IN (${numbers.join(", ")})`);
      return true;
    },
    firstTexts: () => Promise.resolve(null),
    async marks({ needed, compared, classes }) {
      if (compared.length > mostHashed) return null;
      const isWhole = needed.length === 0;
      const known = isWhole && compared.length > 0 ? await summedHashes(compared) : null;
      if (known && !classes) return { hashes: known, classes: new Int32Array(known.length).fill(-1) };
      const isHashed = compared.length > 0 && !known;
      const hash = isHashed ? `hash(${compared.map(comparedSql).join(", ")})::DOUBLE` : "0::DOUBLE";
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
      const numbersOfClasses = Int32Array.from(marks.classes);
      // Else the file has changed.
      if (known && known.length !== numbersOfClasses.length) return null;
      return { hashes: known ?? Float64Array.from(marks.hashes), classes: numbersOfClasses };
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
