import { RandomStream } from "../random/random";
import { LabError } from "../messages/failure";
import type { DataConfig } from "./kinds";
import type { RawSplit } from "./source";
import type { Splits } from "./source-kind";

type Counts = Pick<DataConfig, "train" | "validation" | "test">;

/** The failure of a source with fewer rows than the splits need; null if there are enough. */
export function rowShortage({ train, validation, test }: Counts, rows: number): LabError | null {
  if (train + validation + test <= rows) return null;
  return new LabError("tooFewRows", { rows, train, validation, test });
}

/**
 * Divides `rows` rows by data.seed: training rows come from the front of one random order, validation rows from its
 * end, and test rows from before these. So training and validation rows do not depend on the sizes of the others.
 * @throws LabError `tooFewRows`
 */
export function splitRows(config: Counts & Pick<DataConfig, "seed">, rows: number): Splits<Int32Array> {
  const shortage = rowShortage(config, rows);
  if (shortage !== null) throw shortage;
  const { seed, train, validation, test } = config;
  const order = new RandomStream(seed, "dataSplit").permutation(rows);
  const end = rows - validation;
  return {
    train: order.subarray(0, train),
    validation: order.subarray(end),
    test: order.subarray(end - test, end),
  };
}

/** The rows of the training split to show; all rows, if there are too few to divide. */
export function shownRows(config: DataConfig, rows: number): Int32Array {
  const isShort = rowShortage(config, rows) !== null;
  return splitRows(isShort ? { ...config, train: rows, validation: 0, test: 0 } : config, rows).train;
}

/** A split whose rows come one by one. */
export interface WritableSplit extends RawSplit {
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
}

export function emptySplit(rows: number, features: number): WritableSplit {
  return { inputs: new Float64Array(rows * features), targets: new Float64Array(rows), rows };
}

/** For each row of the file its place among `numbers`, or -1. */
export function placesOf(numbers: Int32Array, rows: number): Int32Array {
  const places = new Int32Array(rows).fill(-1);
  numbers.forEach((number, index) => (places[number] = index));
  return places;
}
