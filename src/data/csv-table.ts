import { nearest } from "../experiment/nearest";
import type { DataShape } from "../experiment/schema";
import { maximumValues } from "../experiment/semantics";
import { LabError } from "../messages/failure";
import { readCsvRecords } from "./csv-records";
import { fileOf } from "./files";
import type { ConfigOf } from "./source";

type CsvConfig = ConfigOf<"csv">;

/** A whole CSV file as numbers. */
export interface CsvTable {
  readonly shape: DataShape;
  /** Names of the classes in the order of their numbers; empty for regression. */
  readonly classes: string[];
  /** One entry a row: [features]. */
  readonly inputs: Float64Array[];
  /** [rows]: class numbers or target values. */
  readonly targets: Float64Array;
}

/** More different values than this are hardly classes. */
const maximumClasses = 1000;
/** The squares of larger numbers, which standardising needs, would not be finite. */
const largestNumber = 1e150;
const decimalNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const signsOfMissing = new Set(["", "?", "-", "na", "n/a", "nan", "null", "none"]);

/** The header's names; a file without header has its columns called by their numbers. */
export function columnNames(firstCells: readonly string[], header: boolean): string[] {
  return firstCells.map((cell, number) => (header ? cell : `column ${number}`));
}

/** @throws LabError `csvNoColumn`, `csvNoColumnNear`, `csvNoColumnNumber`, `csvTargetTwice` */
export function targetColumn(columns: readonly string[], { path, target }: CsvConfig): number {
  const file = fileOf(path);
  if (typeof target === "number") {
    if (target < columns.length) return target;
    throw new LabError("csvNoColumnNumber", { ...file, target, last: columns.length - 1 });
  }
  const column = columns.indexOf(target);
  if (column === -1) {
    const near = nearest(target, columns);
    if (near !== null) throw new LabError("csvNoColumnNear", { ...file, target, nearest: near });
    throw new LabError("csvNoColumn", { ...file, target, columns: shortList(columns) });
  }
  if (columns.lastIndexOf(target) !== column) throw new LabError("csvTargetTwice", { ...file, target });
  return column;
}

/**
 * Reads every row. Text classes are numbered in sorted order (by code point), classes that are numbers by their value.
 * @throws LabError for the first row that is not usable, with its line and column, and those of `readCsvRecords`
 */
export async function readCsvTable(config: CsvConfig): Promise<CsvTable> {
  const file = fileOf(config.path);
  const inputs: Float64Array[] = [];
  const targets: string[] = [];
  let columns: string[] | null = null;
  let target = -1;
  for await (const { cells, line } of readCsvRecords(config.path)) {
    if (columns === null) {
      columns = columnNames(cells, config.header);
      target = targetColumn(columns, config);
      if (columns.length === 1) throw new LabError("csvNoFeatures", file);
      if (config.header) continue;
    }
    if (cells.length !== columns.length) {
      throw new LabError("csvRowLength", { ...file, line, cells: cells.length, columns: columns.length });
    }
    const row = new Float64Array(columns.length - 1);
    for (let column = 0, feature = 0; column < cells.length; column++) {
      const cell = cells[column]!;
      const isClass = column === target && config.task === "classification";
      const usable = isClass ? !signsOfMissing.has(cell.toLowerCase()) : isNumber(cell);
      if (!usable) {
        const isFirst = inputs.length === 0 && !config.header;
        throw unusableCell(cell, { ...file, line, column: columns[column]! }, isFirst);
      }
      if (column !== target) row[feature++] = Number(cell);
    }
    inputs.push(row);
    targets.push(cells[target]!);
    if (inputs.length * row.length > maximumValues) throw new LabError("csvTooLarge", file);
  }
  if (inputs.length === 0) throw new LabError("csvEmpty", file);
  const features = inputs[0]!.length;
  if (config.task === "regression") {
    const shape = { features, outputs: 1, task: config.task };
    return { shape, classes: [], inputs, targets: Float64Array.from(targets, Number) };
  }
  const { names, numbers } = numberClasses(targets, { ...file, column: columns![target]! });
  return {
    shape: { features, outputs: names.length, task: config.task },
    classes: names,
    inputs,
    targets: numbers,
  };
}

type Place = Record<"file" | "line" | "column", string | number>;

/** Only decimal notation: `Number` alone would take "", "0x10" and "Infinity" as well. */
function isNumber(cell: string): boolean {
  return decimalNumber.test(cell) && Math.abs(Number(cell)) < largestNumber;
}

function unusableCell(cell: string, place: Place, mayBeHeader: boolean): LabError {
  if (signsOfMissing.has(cell.toLowerCase())) return new LabError("csvMissingValue", place);
  return new LabError(mayBeHeader ? "csvHeaderLine" : "csvTextValue", { ...place, value: cell.slice(0, 60) });
}

function numberClasses(
  values: readonly string[],
  place: Omit<Place, "line">,
): { names: string[]; numbers: Float64Array } {
  // "1" and "1.0" are the same class where all are numbers.
  const numeric = values.every((value) => decimalNumber.test(value));
  const labels = numeric ? values.map((value) => String(Number(value))) : values;
  const names = [...new Set(labels)].sort(numeric ? (one, other) => Number(one) - Number(other) : undefined);
  if (names.length < 2) throw new LabError("oneClass", { ...place, value: names[0]! });
  if (names.length > maximumClasses)
    throw new LabError("csvTooManyClasses", { ...place, classes: names.length });
  const numberOf = new Map(names.map((name, number) => [name, number]));
  return { names, numbers: Float64Array.from(labels, (label) => numberOf.get(label)!) };
}

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(", ");
  return names.length > 12 ? `${shown}, … (${names.length})` : shown;
}
