import { LabError } from "../../messages/failure";
import type { Engine } from "../../table/duckdb";
import { emptySplit, placesOf, type WritableSplit } from "../split";
import type { Preparation, TableFeature } from "./features";

/**
 * Reads the rows of some splits in one pass over the table; what has no value is NaN.
 * @param file its name, for failures
 * @param used how many rows are used
 * @param splits for each the numbers of its rows among those
 * @param divisor of the columns of numbers
 */
export async function readRows(
  engine: Engine,
  file: { file: string },
  preparation: Preparation,
  used: number,
  splits: readonly Int32Array[],
  divisor: number,
): Promise<WritableSplit[]> {
  const { features, width, target, isUsed } = preparation;
  const writers = features.map((feature) => writerOf(feature, divisor));
  const classNumbers = new Map(preparation.classes.map((name, number) => [name, number]));
  const places = splits.map((numbers) => placesOf(numbers, used));
  const read = splits.map((numbers) => emptySplit(numbers.length, width));
  const values = features.map(({ kind, sql }) =>
    kind === "category" ? sql : `coalesce((${sql})::DOUBLE, 'NaN'::DOUBLE)`,
  );
  const few = fewRows(splits, used);
  // DuckDB keeps the order of one table's rows; sorting them again would take much memory.
  const sql = `SELECT n, ${[...values, target].join(", ")} FROM ${few ? someOf(few, isUsed) : `cells WHERE ${isUsed}`}`;
  let count = 0;
  let last = -1;
  for await (const { rows, valueAt } of engine.pieces(sql)) {
    const wanted: { row: number; split: WritableSplit; place: number }[] = [];
    for (let row = 0; row < rows; row++, count++) {
      const number = few ? few[count]! : count;
      const line = Number(valueAt(0, row));
      if (line <= last) throw new Error(`DuckDB gave row ${line} behind row ${last}.`);
      last = line;
      for (const [which, split] of read.entries()) {
        const place = places[which]![number] ?? -1;
        if (place >= 0) wanted.push({ row, split, place });
      }
    }
    for (const [feature, write] of writers.entries()) {
      for (const { row, split, place } of wanted) {
        write(valueAt(feature + 1, row), split.inputs, place * width);
      }
    }
    for (const { row, split, place } of wanted) {
      const value = valueAt(features.length + 1, row);
      split.targets[place] = typeof value === "number" ? value : (classNumbers.get(String(value)) ?? NaN);
    }
  }
  if (count !== (few?.length ?? used)) throw new LabError("fileChanged", file);
  return read;
}

/** The numbers of the rows in their order, if they are so few that the others need not become numbers; else null. */
function fewRows(splits: readonly Int32Array[], used: number): Int32Array | null {
  const wanted = splits.reduce((sum, { length }) => sum + length, 0);
  if (wanted > 1000 || 20 * wanted > used) return null;
  return Int32Array.from(splits.flatMap((numbers) => [...numbers])).sort();
}

const someOf = (numbers: Int32Array, isUsed: string): string =>
  `(SELECT row_number() OVER () - 1 AS used, * FROM cells WHERE ${isUsed}) WHERE used IN (${numbers.join(", ")})`;

type Writer = (value: unknown, inputs: Float64Array, begin: number) => void;

function writerOf({ kind, place, categories }: TableFeature, divisor: number): Writer {
  if (kind === "category") {
    return (value, inputs, begin) => {
      const number = typeof value === "string" ? categories.get(value) : undefined;
      if (number === undefined) inputs[begin + place] = NaN;
      else inputs[begin + place + number] = 1;
    };
  }
  const by = kind === "number" ? divisor : 1;
  return (value, inputs, begin) => {
    inputs[begin + place] = typeof value === "number" ? value / by : NaN;
  };
}
