import { RandomStream } from "../random/random";
import { LabError } from "../messages/failure";
import type { DataConfig } from "./kinds";
import type { RawSplit } from "./source";

/** The failure of a source with fewer rows than both splits need; null if there are enough. */
export function rowShortage({ train, validation }: DataConfig, rows: number): LabError | null {
  return train + validation > rows ? new LabError("tooFewRows", { rows, train, validation }) : null;
}

/**
 * Divides `rows` rows by data.seed: training rows come from the front of one random order and validation rows from
 * its end, so that neither depends on the size of the other.
 * @throws LabError `tooFewRows`
 */
export function splitRows(config: DataConfig, rows: number): { train: Int32Array; validation: Int32Array } {
  const shortage = rowShortage(config, rows);
  if (shortage !== null) throw shortage;
  const { seed, train, validation } = config;
  const order = new RandomStream(seed, "dataSplit").permutation(rows);
  return { train: order.subarray(0, train), validation: order.subarray(rows - validation) };
}

/** The rows of the training split to show; all rows, if there are too few to divide. */
export function shownRows(config: DataConfig, rows: number): Int32Array {
  const isShort = rowShortage(config, rows) !== null;
  return splitRows(isShort ? { ...config, train: rows, validation: 0 } : config, rows).train;
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
