import type { PredictedRows } from "../contract/inspect-rows";
import type { Failure } from "../messages/failure";
import { tableCsv } from "./csv-text";

/** One row of a file of new rows, as people read it. */
export interface PredictedRow {
  /** From 1. */
  readonly row: number;
  /** Of its file, where rows are pictures. */
  readonly name?: string;
  /** The most likely class, or the value; null where the row has a fault. */
  readonly prediction: string | number | null;
  /** Of that class. */
  readonly probability?: number;
  /** Of each class, or the value. */
  readonly outputs: readonly number[];
  /** Over the passes, if there are any. */
  readonly mean?: readonly number[];
  readonly sd?: readonly number[];
  readonly failure?: Failure;
}

/** The numbers that bytes of an answer hold. */
export function doublesIn(bytes: Uint8Array): Float64Array {
  // Bytes that came over a border may begin anywhere.
  return new Float64Array(bytes.slice().buffer);
}

/** The rows of the file, in its order: those without a prediction too. @param most only the first of them */
export function rowsOfPredictions(
  { classes, rows, names, faults, ...told }: PredictedRows,
  most = Infinity,
): PredictedRow[] {
  const outputs = classes?.length ?? 1;
  const failures = new Map(faults.map(({ row, failure }) => [row, failure]));
  const [evaluated, mean, sd] = [told.eval, told.mean, told.sd].map((bytes) => bytes && doublesIn(bytes));
  return Array.from({ length: Math.min(rows, most) }, (_, row): PredictedRow => {
    const of = (values: Float64Array) => [...values.subarray(row * outputs, (row + 1) * outputs)];
    const own = of(evaluated!);
    const failure = failures.get(row);
    const named = { row: row + 1, ...(names && { name: names[row]! }) };
    if (failure) return { ...named, prediction: null, outputs: [], failure };
    const largest = own.indexOf(Math.max(...own));
    return {
      ...named,
      ...(classes ? { prediction: classes[largest]!, probability: own[largest]! } : { prediction: own[0]! }),
      outputs: own,
      ...(mean && sd && { mean: of(mean), sd: of(sd) }),
    };
  });
}

/**
 * Predictions as a table, one row for each row of the file. Columns: `row` from 1 (of pictures `file`), `prediction`, of classes `probability` and `p(CLASS)`
 * for each; with passes `mean` and `sd`, of classes for each; `problem`.
 * @param say a failure in the reader's language
 */
export function predictionsCsv(predicted: PredictedRows, say: (failure: Failure) => string): string {
  const { classes, passes, names } = predicted;
  const each = (name: string) =>
    classes ? classes.map((text) => `${name}(${text})`) : name === "p" ? [] : [name];
  const moments = passes > 0 ? (["mean", "sd"] as const) : [];
  const head = [
    ...[names ? "file" : "row", "prediction"],
    ...(classes ? ["probability"] : []),
    ...each("p"),
    ...moments.flatMap((moment) => each(moment)),
    "problem",
  ];
  const numbers = (values: readonly number[] | undefined, count: number) =>
    Array.from({ length: count }, (_, place) => values?.[place] ?? null);
  const outputs = classes?.length ?? 1;
  const rows = rowsOfPredictions(predicted).map((row) => [
    row.name ?? row.row,
    row.prediction,
    ...(classes ? [row.probability ?? null, ...numbers(row.outputs, outputs)] : []),
    ...moments.flatMap((moment) => numbers(row[moment], outputs)),
    row.failure ? say(row.failure) : null,
  ]);
  return tableCsv([head, ...rows]);
}
