import { createRequire } from "node:module";
import { resolve } from "node:path";
import type * as duckdb from "@duckdb/node-api";

/** A value as DuckDB's rows hold it here: the queries cast all else to these. */
export type Value = string | number | bigint | boolean | null;

/** Some rows of a result. Only the values that are asked for are made. */
export interface Piece {
  readonly rows: number;
  valueAt(column: number, row: number): unknown;
}

/** DuckDB for one table: in memory, what does not fit into a folder of its own. */
export interface Engine {
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<Record<string, Value>[]>;
  /** The result in pieces of some thousand rows, so that it never has to be in memory as a whole. */
  pieces(sql: string): AsyncIterable<Piece>;
  close(): void;
}

/** @param folder for what does not fit into memory */
export async function openEngine(folder: string): Promise<Engine> {
  // Here, so that commands that read no table start without it. `import()` finds no package inside Electron's archive.
  const { DuckDBInstance } = createRequire(import.meta.url)("@duckdb/node-api") as typeof duckdb;
  const instance = await DuckDBInstance.create(":memory:", {
    threads: "2",
    memory_limit: "600MB",
    temp_directory: folder,
    // Nothing is ever downloaded.
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  return {
    run: async (sql) => void (await connection.run(sql)),
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS() as Record<string, Value>[],
    async *pieces(sql) {
      const result = await connection.stream(sql);
      for (;;) {
        const chunk = await result.fetchChunk();
        if (!chunk || chunk.rowCount === 0) return;
        const columns = Array.from({ length: chunk.columnCount }, (_, column) =>
          chunk.getColumnVector(column),
        );
        yield { rows: chunk.rowCount, valueAt: (column, row) => columns[column]!.getItem(row) };
      }
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** DuckDB's own limit of a row in bytes, which it needs several times as memory. */
const usualLine = 1 << 21;

/** A text in SQL. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name in SQL. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The column of the table `cells`, from 0. */
export const cellName = (column: number): string => `c${column + 1}`;

/** The table `cells`: `n`, the row's number from 0, and texts `c1`, `c2` …; empty cells are NULL. */
const textColumns = (columns: number): string[] =>
  Array.from({ length: columns }, (_, column) => `'${cellName(column)}': 'VARCHAR'`);

const common = "auto_detect = false, header = false, nullstr = '', strict_mode = true";

/**
 * Loads what `normalise` wrote into the table `cells`.
 * @param longest the bytes of the longest row
 */
export async function loadCells(
  engine: Engine,
  path: string,
  { columns, longest }: { readonly columns: number; readonly longest: number },
): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE cells AS SELECT * FROM read_csv(${sqlText(path)}, ${common},
      delim = ',', quote = '"', escape = '"', new_line = '\\n',
      max_line_size = ${Math.max(usualLine, longest + 1)}, buffer_size = ${Math.max(16 * usualLine, 2 * longest + 2)},
      columns = { ${["'n': 'BIGINT'", ...textColumns(columns)].join(", ")} })`,
  );
}

/** DuckDB takes these in a path for patterns of many files. */
const pathPattern = /[*?[\]{}]/;

/**
 * Loads a file without quotes into the table `cells` as it stands.
 * @param leading lines before the first row
 * @returns how many rows; null if DuckDB refuses it, or has rows without a value
 */
export async function loadPlainCells(
  engine: Engine,
  path: string,
  file: {
    readonly delimiter: string;
    readonly lineEnd: "\n" | "\r\n";
    readonly leading: number;
    readonly columns: number;
  },
): Promise<number | null> {
  if (pathPattern.test(path)) return null;
  const names = Array.from({ length: file.columns }, (_, column) => cellName(column)).join(", ");
  const lineEnd = file.lineEnd === "\n" ? "\\n" : "\\r\\n";
  try {
    await engine.run(
      `CREATE TABLE cells AS SELECT row_number() OVER () - 1 AS n, * FROM read_csv(${sqlText(resolve(path))}, ${common},
        delim = ${sqlText(file.delimiter)}, quote = '', escape = '', new_line = '${lineEnd}', skip = ${file.leading},
        compression = 'none', hive_partitioning = false,
        columns = { ${textColumns(file.columns).join(", ")} })`,
    );
    const [counted] = await engine.rows(
      `SELECT count(*)::DOUBLE AS n, count(*) FILTER (coalesce(${names}) IS NULL)::DOUBLE AS empty FROM cells`,
    );
    return Number(counted?.empty) === 0 ? Number(counted?.n) : null;
  } catch {
    // Rows of another length, or longer than it reads: the lab tells what is wrong with them.
    return null;
  }
}
