import { nearestFew } from "../../messages/nearest";
import { LabError } from "../../messages/failure";
import type { CsvRecord } from "./records";
import { fileOf } from "../files";
import { largestNumber } from "../standardise";
import type { CsvConfig } from "./kind";

export const decimalNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const signsOfMissing = new Set(["", "?", "-", "na", "n/a", "nan", "null", "none"]);

/** The header's names; without a header, columns are named by their numbers. */
export function columnNames(firstCells: readonly string[], header: boolean): string[] {
  return firstCells.map((cell, number) => (header ? cell : `column ${number}`));
}

/** @throws LabError `csvNoColumn`, `csvNoColumnNear`, `csvNoColumnNumber`, `csvTargetTwice` */
export function targetColumn(
  columns: readonly string[],
  { path, target }: Pick<CsvConfig, "path" | "target">,
): number {
  const file = fileOf(path);
  if (typeof target === "number") {
    if (target < columns.length) return target;
    throw new LabError("csvNoColumnNumber", { ...file, target, last: columns.length - 1 });
  }
  const column = columns.indexOf(target);
  if (column === -1) {
    const near = nearestFew(target, columns);
    if (near.length > 0) throw new LabError("csvNoColumnNear", { ...file, target, nearest: near.join(", ") });
    throw new LabError("csvNoColumn", { ...file, target, columns: shortList(columns) });
  }
  if (columns.lastIndexOf(target) !== column) throw new LabError("csvTargetTwice", { ...file, target });
  return column;
}

/** One row as numbers; the class is still its cell's text. */
export interface CsvRow {
  /** [features] */
  readonly inputs: Float64Array;
  readonly target: string;
}

/** Turns the rows of one file into numbers and checks each of them. */
export class RowReader {
  private readonly file: { file: string };
  /** Number of the column. */
  readonly target: number;
  private first = true;

  /** @throws LabError `csvNoFeatures`, and as `targetColumn` does */
  constructor(
    private readonly columns: readonly string[],
    private readonly config: CsvConfig,
  ) {
    this.file = fileOf(config.path);
    this.target = targetColumn(columns, config);
    if (columns.length === 1) throw new LabError("csvNoFeatures", this.file);
  }

  get features(): number {
    return this.columns.length - 1;
  }

  /** @throws LabError that names line and column */
  read({ cells, line }: CsvRecord): CsvRow {
    const { columns, config, file, target } = this;
    if (cells.length !== columns.length) {
      throw new LabError("csvRowLength", { ...file, line, cells: cells.length, columns: columns.length });
    }
    const inputs = new Float64Array(this.features);
    for (let column = 0, feature = 0; column < cells.length; column++) {
      const cell = cells[column]!;
      const isClass = column === target && config.task === "classification";
      const usable = isClass ? !signsOfMissing.has(cell.toLowerCase()) : isNumber(cell);
      if (!usable) {
        const mayBeHeader = this.first && !config.header;
        throw unusableCell(cell, { ...file, line, column: columns[column]! }, mayBeHeader);
      }
      if (column !== target) inputs[feature++] = Number(cell);
    }
    this.first = false;
    return { inputs, target: cells[target]! };
  }
}

type Place = Record<"file" | "line" | "column", string | number>;

/** Only decimal notation: `Number` alone would accept "", "0x10" and "Infinity" as well. */
function isNumber(cell: string): boolean {
  return decimalNumber.test(cell) && Math.abs(Number(cell)) < largestNumber;
}

function unusableCell(cell: string, place: Place, mayBeHeader: boolean): LabError {
  if (signsOfMissing.has(cell.toLowerCase())) return new LabError("csvMissingValue", place);
  return new LabError(mayBeHeader ? "csvHeaderLine" : "csvTextValue", { ...place, value: cell.slice(0, 60) });
}

/** As many names as a person reads. */
export function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(", ");
  return names.length > 12 ? `${shown}, … (${names.length})` : shown;
}
