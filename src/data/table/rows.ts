import { LabError } from "../../messages/failure";
import { cellName, type Piece } from "../../table/duckdb";
import type { Cells } from "../../table/read-table";
import { emptySplit, placesOf, type ValuesConstructor, type WritableSplit } from "../split";
import { everyRow, type Preparation, type TableFeature } from "./features";

/** DuckDB holds some pieces of each column at once: of more columns than these, they may not fit into its memory. */
const mostAtOnce = 1000;
/** Rows of one piece. */
const pieceRows = 2048;

/**
 * Reads the rows of some splits in one pass over the table, or in several of many columns; what has no value is NaN.
 * @param file its name, for failures
 * @param used how many rows are used
 * @param splits for each the numbers of its rows among those
 * @param divisor of the columns of numbers
 * @param Values of the inputs
 */
export async function readRows(
  cells: Pick<Cells, "engine" | "shown">,
  file: { file: string },
  preparation: Preparation,
  used: number,
  splits: readonly Int32Array[],
  divisor: number,
  Values: ValuesConstructor = Float64Array,
): Promise<WritableSplit[]> {
  const { features, width } = preparation;
  const read = splits.map((numbers) => emptySplit(numbers.length, width, Values));
  const { engine, shown } = cells;
  const few = fewRows(splits, used);
  const { bare, isUsed } = preparation;
  const isShown = few !== null && isUsed === everyRow && (await shown?.showFew(few, bare)) === true;
  const areNumbers = !few && shown !== undefined && bare.size > 0;
  if (areNumbers) await shown.showNumbers(bare);
  const atOnce = used > pieceRows ? mostAtOnce : 2 * mostAtOnce;
  for (let first = 0; first === 0 || first < features.length; first += atOnce) {
    const some = { ...preparation, features: features.slice(first, first + atOnce) };
    await readInto(read, { engine, areNumbers, few, isShown }, file, some, used, splits, divisor);
  }
  return read;
}

/** @param read takes the values of the preparation's features, and the targets */
async function readInto(
  read: readonly WritableSplit[],
  {
    engine,
    areNumbers,
    few,
    isShown,
  }: {
    readonly engine: Cells["engine"];
    readonly areNumbers: boolean;
    readonly few: Int32Array | null;
    /** Whether these are the table `few`. */
    readonly isShown: boolean;
  },
  file: { file: string },
  { features, width, target, isUsed, classes, bare }: Preparation,
  used: number,
  splits: readonly Int32Array[],
  divisor: number,
): Promise<void> {
  const writers = features.map((feature) => writerOf(feature, divisor));
  const classNumbers = new Map(classes.map((name, number) => [name, number]));
  const places = splits.map((numbers) => placesOf(numbers, used));
  const values = features.map(({ kind, sql, column }) => {
    if (areNumbers && kind === "number" && bare.has(column.number - 1)) return cellName(column.number - 1);
    return kind === "category" ? sql : `coalesce((${sql})::DOUBLE, 'NaN'::DOUBLE)`;
  });
  const from = isShown
    ? "few"
    : few
      ? someOf(few, isUsed)
      : `${areNumbers ? "numbers" : "cells"} WHERE ${isUsed}`;
  // DuckDB keeps the order of one table's rows; sorting them again would take much memory.
  const pieces = engine.pieces(`SELECT ${[...values, target].join(", ")} FROM ${from}`);
  let count = 0;
  for await (const { rows, valueAt, numbersAt } of areNumbers ? unchanged(file, pieces) : pieces) {
    for (const [which, split] of read.entries()) {
      const wanted: { row: number; place: number }[] = [];
      for (let row = 0; row < rows; row++) {
        const place = places[which]![few ? few[count + row]! : count + row] ?? -1;
        if (place >= 0) wanted.push({ row, place });
      }
      if (wanted.length === 0) continue;
      for (const [number, write] of writers.entries()) {
        if (typeof write === "function") {
          for (const { row, place } of wanted) write(valueAt(number, row), split.inputs, place * width);
        } else {
          const column = numbersAt(number);
          for (const { row, place } of wanted) {
            split.inputs[place * width + write.place] = column[row]! / write.divisor;
          }
        }
      }
      for (const { row, place } of wanted) {
        const value = valueAt(features.length, row);
        split.targets[place] = typeof value === "number" ? value : (classNumbers.get(String(value)) ?? NaN);
      }
    }
    count += rows;
  }
  if (count !== (few?.length ?? used)) throw new LabError("fileChanged", file);
}

/** The numbers of the rows in their order, if they are so few that the others need not become numbers; else null. */
function fewRows(splits: readonly Int32Array[], used: number): Int32Array | null {
  const wanted = splits.reduce((sum, { length }) => sum + length, 0);
  if (wanted > 1000 || 20 * wanted > used) return null;
  return Int32Array.from(splits.flatMap((numbers) => [...numbers])).sort();
}

const someOf = (numbers: Int32Array, isUsed: string): string =>
  `(SELECT row_number() OVER () - 1 AS used, * FROM cells WHERE ${isUsed}) WHERE used IN (${numbers.join(", ")})`;

/** What was a number when the file was looked at is none any more. */
async function* unchanged(file: { file: string }, pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
  try {
    yield* pieces;
  } catch (error) {
    if (/conversion error|csv error/i.test(String(error)))
      throw new LabError("fileChanged", file, { cause: error });
    throw error;
  }
}

/** Numbers are written column by column; texts of categories one by one. */
type Writer =
  | { readonly place: number; readonly divisor: number }
  | ((value: unknown, inputs: WritableSplit["inputs"], begin: number) => void);

function writerOf({ kind, place, categories }: TableFeature, divisor: number): Writer {
  if (kind === "category") {
    return (value, inputs, begin) => {
      const number = typeof value === "string" ? categories.get(value) : undefined;
      if (number === undefined) inputs[begin + place] = NaN;
      else inputs[begin + place + number] = 1;
    };
  }
  return { place, divisor: kind === "number" ? divisor : 1 };
}
