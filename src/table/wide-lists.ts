import type { Engine } from "./duckdb";
import { sqlName } from "./duckdb";
import { RowWriter } from "./row-writer";
import type { FileColumn } from "./typed-numbers";
import type { TypedSource } from "./typed-rows";

/**
 * Columns that are numbers of lists. Of more, DuckDB takes longer to understand an expression for each, in every query, than their text takes to be
 * written once and read as a file.
 */
export const mostUnrolled = 5000;

/** Numbers that are in memory as texts at once. */
const mostAtOnce = 1 << 22;

/** A column of a file as it becomes text. */
export interface WrittenColumn extends FileColumn {
  /** How many numbers each of its lists holds; null if its cells are no lists of numbers. */
  readonly length: number | null;
}

/**
 * Writes all rows in the one notation, each number of a list as a cell of its own.
 * @param columns of the file; the `sql` of those that are no lists gives the text of a cell, NULL if it is empty
 * @param rows about how many there are
 * @returns what was written, and how many rows without a value are left out
 */
export async function writeLists(
  engine: Engine,
  { source, name }: TypedSource["numbered"],
  columns: readonly WrittenColumn[],
  rows: number,
  target: string,
  tell: (share: number) => void,
): Promise<{ writer: RowWriter; emptyRows: number }> {
  const width = columns.reduce((sum, { length }) => sum + (length ?? 1), 0);
  const step = Math.max(1, Math.floor(mostAtOnce / width));
  const texts = columns.map(textSql).join(", ");
  const writer = new RowWriter(target);
  let emptyRows = 0;
  try {
    for (let from = 0; from < rows; from += step) {
      const some = `${sqlName(name)} >= ${from} AND ${sqlName(name)} < ${from + step}`;
      for await (const piece of engine.pieces(`SELECT ${texts} FROM ${source} WHERE ${some}`)) {
        for (let row = 0; row < piece.rows; row++) {
          const cells = columns.flatMap(({ length }, place) => {
            const text = piece.valueAt(place, row) as string;
            return length === null ? [text] : text.split(",");
          });
          if (cells.every((cell) => cell === "")) emptyRows += 1;
          else writer.add(cells);
        }
        await writer.flush();
      }
      tell(Math.min(1, (from + step) / rows));
    }
  } finally {
    await writer.end();
  }
  return { writer, emptyRows };
}

/** SQL: a cell's text, or the texts of a list's numbers with commas between them; what is not there is an empty text. */
function textSql({ sql, length }: WrittenColumn): string {
  if (length === null) return `coalesce(${sql}, '')`;
  const numbers = `list_transform(${sql}::VARCHAR[], lambda number: coalesce(number, ''))`;
  return `coalesce(array_to_string(${numbers}, ','), '${",".repeat(length - 1)}')`;
}
