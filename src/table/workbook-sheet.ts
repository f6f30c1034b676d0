import type { ZippedFile } from "../data/files-in-zip";
import { dateText, longestText } from "./workbook-values";
import { readXml } from "./workbook-xml";

export interface SheetRow {
  /** Up to its last cell that holds anything. */
  readonly cells: readonly string[];
  /** Places of the cells that are numbers. */
  readonly numbers: ReadonlySet<number>;
  /** Its number in the sheet, from 1. */
  readonly line: number;
}

export interface SheetValues {
  readonly texts: readonly string[];
  /** For each style of cells whether it shows numbers as dates. */
  readonly dates: readonly boolean[];
  readonly from1904: boolean;
}

/** Cells that are merged over several rows; rows are numbered from 1. */
export interface MergedCells {
  readonly place: number;
  readonly first: number;
  readonly last: number;
}

/** What is known of a sheet behind its rows. */
export interface SheetEnd {
  readonly merged: readonly MergedCells[];
  /** Cells with a formula whose value the file does not hold. */
  readonly unknownFormulas: number;
}

/** More are hardly a table. */
const mostMerged = 100_000;

/** Excel's own limits. */
const mostRows = 1_048_576;
const mostColumns = 16_384;

/**
 * Reads the rows of a sheet, empty ones between them too.
 * @throws what is wrong with it
 */
export async function readSheet(
  file: ZippedFile,
  { texts, dates, from1904 }: SheetValues,
  use: (row: SheetRow) => void,
  whenPiece?: () => Promise<void>,
): Promise<SheetEnd> {
  const merged: MergedCells[] = [];
  let unknownFormulas = 0;
  let isFormula = false;
  let line = 0;
  let cells: string[] = [];
  let numbers = new Set<number>();
  let place = -1;
  let type = "";
  let style = 0;
  let text = "";
  let isValue = false;
  let inReading = false;
  const put = (): void => {
    const cell = valueOf(text.trim(), type, dates[style] === true);
    if (cell === "") return;
    while (cells.length < place) cells.push("");
    cells[place] = cell;
    if (isNumberType(type) && dates[style] !== true) numbers.add(place);
  };
  const valueOf = (value: string, ofType: string, isDate: boolean): string => {
    if (value === "") return "";
    if (ofType === "s") return sharedText(value);
    if (ofType === "b") return String(value === "1" || value === "true");
    if (!isNumberType(ofType)) return value;
    const number = Number(value);
    if (!Number.isFinite(number)) throw new Error("a number that is none");
    return isDate ? dateText(number, from1904) : String(number);
  };
  const sharedText = (number: string): string => {
    const found = texts[Number(number)];
    if (found === undefined) throw new Error("a cell refers to a text that is not there");
    return found.trim();
  };
  await readXml(
    file,
    {
      open: (name, attributes) => {
        if (name === "row") {
          const next = Number(attributes["r"] ?? line + 1);
          if (!Number.isInteger(next) || next <= line || next > mostRows)
            throw new Error("rows out of order");
          while (++line < next) use({ cells: [], numbers, line });
          cells = [];
          numbers = new Set();
          place = -1;
        } else if (name === "c") {
          const next = attributes["r"] === undefined ? place + 1 : columnOf(attributes["r"]);
          if (!(next > place && next < mostColumns)) throw new Error("cells out of order");
          place = next;
          type = attributes["t"] ?? "";
          style = Number(attributes["s"] ?? 0);
          text = "";
          isFormula = false;
        } else if (name === "f") isFormula = true;
        else if (name === "v") isFormula = false;
        else if (name === "mergeCell") {
          const cells = mergedRows(attributes["ref"] ?? "");
          if (cells) merged.push(cells);
          if (merged.length > mostMerged) throw new RangeError("too many merged cells");
        } else if (name === "rPh") inReading = true;
        isValue = (name === "v" || (name === "t" && type === "inlineStr")) && !inReading;
      },
      text: (piece) => {
        if (!isValue) return;
        text += piece;
        if (text.length > longestText) throw new Error("a cell of a megabyte");
      },
      close: (name) => {
        isValue = false;
        if (name === "rPh") inReading = false;
        if (name === "c") {
          put();
          if (isFormula) unknownFormulas += 1;
        }
        if (name === "row") use({ cells, numbers, line });
      },
    },
    whenPiece,
  );
  return { merged, unknownFormulas };
}

/** "B2:B5"; null if it is in one row. */
function mergedRows(ref: string): MergedCells | null {
  const [start = "", end = ""] = ref.split(":");
  const [first, last] = [start, end].map((cell) => Number(/\d+$/.exec(cell)?.[0])) as [number, number];
  const place = columnOf(start);
  return last > first && place >= 0 ? { place, first, last } : null;
}

const isNumberType = (type: string): boolean => type === "" || type === "n";

/** "AB12" is in column 27 from 0; NaN for what is no cell. */
function columnOf(cell: string): number {
  const letters = /^\$?([A-Z]{1,3})\$?\d+$/i.exec(cell)?.[1];
  if (letters === undefined) return NaN;
  return [...letters.toUpperCase()].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) - 1;
}
