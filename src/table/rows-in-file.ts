import { cellName, type Engine, type ScannedFile, showNumbers } from "./duckdb";
import { fewLines } from "./few-lines";
import { rowAt } from "./rows";
import type { RowMarks } from "./scan/marks";
import { type AskedOfRows, marksOfRows } from "./scan/marks-of-rows";

/** Rows that `cells` is a view of: what can be asked of their file in less time than of its texts. */
export interface RowsInFile {
  /**
   * Makes the view `numbers`: the rows of `cells`, without their numbers.
   * @param places of columns with a number in every row, which become DOUBLE
   */
  showNumbers(places: ReadonlySet<number>): Promise<void>;
  /**
   * Makes the table or view `few`: some rows of `cells`, without their numbers.
   * @param numbers of the rows, ascending
   * @param places of columns with a number in every row, which may become DOUBLE
   * @returns false if the file does not tell
   */
  showFew(numbers: Int32Array, places: ReadonlySet<number>): Promise<boolean>;
  /** The texts of the first rows in some columns. @returns null if the file does not tell */
  firstTexts(rows: number, places: readonly number[]): Promise<string[][] | null>;
  /** @param partLength in tests @returns null if the file has changed, or if it does not tell @throws the system's errors */
  marks(asked: AskedOfRows, partLength?: number): Promise<RowMarks | null>;
}

/** Of a file of text. */
export function textRows(engine: Engine, file: ScannedFile & { readonly rows: number }): RowsInFile {
  return {
    showNumbers: (places) => showNumbers(engine, file, places),
    showFew: (numbers) => showLines(engine, file, numbers),
    firstTexts: async (rows, places) => {
      const numbers = Int32Array.from({ length: Math.min(rows, file.rows) }, (_, row) => row);
      const first = await cellsOfLines(file, numbers);
      return first && first.map((cells) => places.map((place) => cells[place]!));
    },
    marks: (asked, partLength) => marksOfRows(file, asked, partLength),
  };
}

/** To find some lines takes a fraction of the time in which DuckDB reads a wide file. */
async function showLines(engine: Engine, file: ScannedFile, numbers: Int32Array): Promise<boolean> {
  const rows = file.isNumbered ? null : await cellsOfLines(file, numbers);
  if (!rows) return false;
  const names = Array.from({ length: file.columns }, (_, place) => `${cellName(place)} VARCHAR`);
  await engine.run(`CREATE OR REPLACE TEMP TABLE few (${names.join(", ")})`);
  await engine.append(
    "few",
    rows.map((cells) => cells.map((cell) => (cell === "" ? null : cell))),
  );
  return true;
}

/** @param numbers of rows, ascending @returns their cells; null if the file has changed, or if a line may not be a row */
async function cellsOfLines(
  { path, delimiter, leading, columns, isNumbered, hasQuotes }: ScannedFile,
  numbers: Int32Array,
): Promise<string[][] | null> {
  // In a file that the lab wrote, a line feed may stand within a row.
  if (isNumbered && hasQuotes) return null;
  const lines = await fewLines(
    path,
    numbers.map((number) => number + leading),
  );
  const dialect = { delimiter, quote: '"', backslash: false, byLineFeeds: true } as const;
  const rows = lines.map((line) => rowAt(`${line}\n`, 0, dialect, true)!.cells.slice(isNumbered ? 1 : 0));
  const isSame = rows.length === numbers.length && rows.every(({ length }) => length === columns);
  return isSame ? rows : null;
}
