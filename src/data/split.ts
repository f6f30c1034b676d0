import { RandomStream } from "../random/random";
import { LabError } from "../messages/failure";
import type { DataConfig } from "./kinds";

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
