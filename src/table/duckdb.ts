import { createRequire } from "node:module";
import type * as duckdb from "@duckdb/node-api";

/** A value as DuckDB's rows hold it here: the queries cast all else to these. */
export type Value = string | number | bigint | boolean | null;

/** DuckDB for one table: in memory, what does not fit into a folder of its own. */
export interface Engine {
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<Record<string, Value>[]>;
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

/**
 * Loads what `normalise` wrote into the table `cells`: `n`, the row's number from 0, and texts `c1`, `c2` …; empty cells
 * are NULL.
 * @param longest the bytes of the longest row
 */
export async function loadCells(
  engine: Engine,
  path: string,
  { columns, longest }: { readonly columns: number; readonly longest: number },
): Promise<void> {
  const names = Array.from({ length: columns }, (_, column) => `'${cellName(column)}': 'VARCHAR'`);
  await engine.run(
    `CREATE TABLE cells AS SELECT * FROM read_csv(${sqlText(path)}, auto_detect = false, header = false,
      delim = ',', quote = '"', escape = '"', new_line = '\\n', nullstr = '', strict_mode = true,
      max_line_size = ${Math.max(usualLine, longest + 1)}, buffer_size = ${Math.max(16 * usualLine, 2 * longest + 2)},
      columns = { 'n': 'BIGINT', ${names.join(", ")} })`,
  );
}
