import { type Engine, type ScannedFile, showNumbers } from "./duckdb";
import type { RowMarks } from "./scan/marks";
import { type AskedOfRows, marksOfRows } from "./scan/marks-of-rows";

/** Rows that `cells` is a view of: what can be asked of their file in less time than of its texts. */
export interface RowsInFile {
  /**
   * Makes the view `numbers`: the rows of `cells`, without their numbers.
   * @param places of columns with a number in every row, which become DOUBLE
   */
  showNumbers(places: ReadonlySet<number>): Promise<void>;
  /** @param partLength in tests @returns null if the file has changed, or if it does not tell @throws the system's errors */
  marks(asked: AskedOfRows, partLength?: number): Promise<RowMarks | null>;
}

/** Of a file of text. */
export function textRows(engine: Engine, file: ScannedFile): RowsInFile {
  return {
    showNumbers: (places) => showNumbers(engine, file, places),
    marks: (asked, partLength) => marksOfRows(file, asked, partLength),
  };
}
