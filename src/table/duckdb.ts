import { resolve } from "node:path";
import type { NumbersOfRows } from "./scan/numbers-of-rows";

/** A value as DuckDB's rows hold it here: the queries cast all else to these. */
export type Value = string | number | bigint | boolean | null;

/** Some rows of a result. Only the values that are asked for are made. */
export interface Piece {
  readonly rows: number;
  valueAt(column: number, row: number): unknown;
  /** Of a column of doubles without NULL. */
  numbersAt(column: number): Float64Array;
  /** Of a column of whole numbers of up to 32 bits, of floats or of doubles. */
  columnAt(column: number): NumbersOfRows;
}

/** DuckDB for one table: in memory, what does not fit into a folder of its own. */
export interface Engine {
  /** @param tell told the share that is done, while it works for long */
  run(sql: string, tell?: (share: number) => void): Promise<void>;
  rows(sql: string): Promise<Record<string, Value>[]>;
  /** Adds rows to a table of a number, a text or NULL in each column. */
  append(table: string, rows: Iterable<readonly (number | string | null)[]>): Promise<void>;
  /** The result in pieces of some thousand rows, so that it never has to be in memory as a whole. */
  pieces(sql: string): AsyncIterable<Piece>;
  close(): void;
}

const progressMs = 200;

/** What the package keeps of a column of numbers: a bit of each row that has one, if some have none. */
interface NumberVector {
  readonly items: ArrayLike<number>;
  readonly validity: { readonly data: BigUint64Array | null };
}

function numbersIn({ items, validity: { data } }: NumberVector): NumbersOfRows {
  return { items, filled: data && new Uint32Array(data.buffer, data.byteOffset, 2 * data.length) };
}

/** @param folder for what does not fit into memory */
export async function openEngine(folder: string): Promise<Engine> {
  // Here, so that commands that read no table start without it.
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    threads: "2",
    memory_limit: "600MB",
    temp_directory: folder,
    // As is usual: rows of several queries are put together by their order.
    preserve_insertion_order: "true",
    // Nothing is ever downloaded.
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  await connection.run("SET enable_progress_bar = true; SET enable_progress_bar_print = false");
  return {
    run: async (sql, tell) => {
      const timer = tell && setInterval(() => tell(connection.progress.percentage / 100), progressMs);
      try {
        await connection.run(sql);
        tell?.(1);
      } finally {
        clearInterval(timer);
      }
    },
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS() as Record<string, Value>[],
    append: async (table, rows) => {
      const appender = await connection.createAppender(table);
      for (const row of rows) {
        for (const value of row) {
          if (value === null) appender.appendNull();
          else if (typeof value === "string") appender.appendVarchar(value);
          else appender.appendBigInt(BigInt(value));
        }
        appender.endRow();
      }
      appender.closeSync();
    },
    async *pieces(sql) {
      const result = await connection.stream(sql);
      // DuckDB makes the next piece while this one is looked at.
      let next = result.fetchChunk();
      try {
        for (;;) {
          const chunk = await next;
          if (!chunk || chunk.rowCount === 0) return;
          next = result.fetchChunk();
          // It is waited for later.
          next.catch(() => undefined);
          const columns = Array.from({ length: chunk.columnCount }, (_, column) =>
            chunk.getColumnVector(column),
          );
          yield {
            rows: chunk.rowCount,
            valueAt: (column, row) => columns[column]!.getItem(row),
            // The package has no other way to them than one by one.
            numbersAt: (column) => (columns[column] as unknown as { items: Float64Array }).items,
            columnAt: (column) => numbersIn(columns[column] as unknown as NumberVector),
          };
        }
      } finally {
        // Nothing is closed meanwhile.
        await next.catch(() => undefined);
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
const columnTypes = (columns: number, numbers: ReadonlySet<number> = new Set()): string[] =>
  Array.from(
    { length: columns },
    (_, column) => `'${cellName(column)}': '${numbers.has(column) ? "DOUBLE" : "VARCHAR"}'`,
  );

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
      ${roomFor(longest)},
      columns = { ${["'n': 'BIGINT'", ...columnTypes(columns)].join(", ")} })`,
  );
}

/** DuckDB takes these in a path for patterns of many files. */
const pathPattern = /[*?[\]{}]/;

/** A file that DuckDB reads as the lab does: see scan/scan.ts. */
export interface ScannedFile {
  readonly path: string;
  readonly delimiter: string;
  readonly lineEnd: "\n" | "\r\n";
  /** Lines before the first row. */
  readonly leading: number;
  readonly columns: number;
  readonly hasQuotes: boolean;
  /** The bytes of the longest row. */
  readonly longest: number;
  /** Whether the rows' numbers stand in front. */
  readonly isNumbered: boolean;
}

/** Whether DuckDB can read a file in place. */
export function canShow({ path, longest }: Pick<ScannedFile, "path" | "longest">): boolean {
  return !pathPattern.test(path) && longest < usualLine;
}

/**
 * Makes the view `cells`, as `loadCells` makes the table: each query reads of the file what it needs. For a file of a
 * gigabyte that takes less time than loading all cells once, and no memory.
 */
export async function showCells(engine: Engine, file: ScannedFile): Promise<void> {
  const from = readingOf(file, new Set());
  const numbers = file.isNumbered ? "" : "row_number() OVER () - 1 AS n, ";
  await engine.run(`CREATE OR REPLACE VIEW cells AS SELECT ${numbers}* FROM ${from}`);
}

/**
 * Makes the view `numbers`: the rows of `cells`, without their numbers. Numbers that DuckDB reads as such take half the time of texts that
 * become numbers, and are the same.
 * @param places of columns that hold a number by `scan/grammar.ts` in every row
 */
export async function showNumbers(
  engine: Engine,
  file: ScannedFile,
  places: ReadonlySet<number>,
): Promise<void> {
  await engine.run(`CREATE OR REPLACE VIEW numbers AS SELECT * FROM ${readingOf(file, places)}`);
}

/** SQL: the rows of a file. @param numbers places of columns of numbers; the others are texts */
function readingOf(file: ScannedFile, numbers: ReadonlySet<number>): string {
  const { path, delimiter, columns, leading, isNumbered } = file;
  const quote = file.hasQuotes ? "'\"'" : "''";
  // DuckDB 1.5 finds no rows where it is told of \r\n and skips a line; it finds these by itself.
  const lineEnd = file.lineEnd === "\n" ? ", new_line = '\\n'" : "";
  const longest = file.longest < usualLine ? "" : `, ${roomFor(file.longest)}`;
  const types = columnTypes(columns, numbers);
  return `read_csv(${sqlText(resolve(path))}, ${common}, delim = ${sqlText(delimiter)}, quote = ${quote},
        escape = ${quote}${lineEnd}, skip = ${leading}, compression = 'none', hive_partitioning = false,
        columns = { ${[...(isNumbered ? ["'n': 'BIGINT'"] : []), ...types].join(", ")} }${longest})`;
}

const roomFor = (longest: number): string =>
  `max_line_size = ${Math.max(usualLine, longest + 1)}, buffer_size = ${Math.max(16 * usualLine, 2 * longest + 2)}`;
