import type { Engine } from "./duckdb";

/** Columns of text of which DuckDB can hold a piece of rows, some thousand, in the memory that it may have. */
const mostAtOnce = 500;

/** Whether a hash of all these columns must be made step by step. */
export const isWide = (columns: readonly string[]): boolean => columns.length > mostAtOnce;

/** Makes a table of each row's number `n` and its hash `mark`, some columns after others. @returns its name */
export async function markRows(engine: Engine, columns: readonly string[]): Promise<string> {
  const name = "marks";
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${name} AS SELECT n, 0::UBIGINT AS mark FROM cells`);
  for (let at = 0; at < columns.length; at += mostAtOnce) {
    const some = columns.slice(at, at + mostAtOnce).join(", ");
    await engine.run(`CREATE OR REPLACE TEMP TABLE ${name} AS SELECT n, hash(mark, other) AS mark
      FROM ${name} JOIN (SELECT n, hash(${some}) AS other FROM cells) USING (n)`);
  }
  return name;
}
