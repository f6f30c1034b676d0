import type { PredictedRows } from "../contract/inspect-rows";
import type { Preparation } from "../fields/preparation";
import { ratesOf } from "../nn/network";
import type { Tensorflow } from "../tensor/tensorflow";
import type { RunFacts } from "./minibatch";
import type { Network } from "./network";
import { toPredictions } from "./prediction";
import { Predictor } from "./predictor";

/** Rows that a run has never seen, prepared as its own were (src/data/new-rows.ts). */
export interface PreparedRows {
  readonly rows: number;
  /** Of the files that the rows are. */
  readonly names?: readonly string[];
  readonly faults: readonly PredictedRows["faults"][number][];
  readonly notes: readonly PredictedRows["notes"][number][];
  /** [rows, features] */
  readonly inputs: Float32Array;
}

/**
 * What a network says of new rows: in pass n row r has the masks that row r of the validation split has in the run's own
 * evaluation "eval forgotten" n at this epoch.
 */
export function predictedRows(
  tf: Tensorflow,
  network: Network,
  { target }: Preparation,
  { epoch, epochs }: RunFacts,
  { inputs, rows, names, faults, notes }: PreparedRows,
  passes: number,
): PredictedRows {
  const outputs = target.task === "classification" ? target.classes.length : 1;
  const about = { outputs, preparation: { target } };
  const predictor = new Predictor(tf, network, { inputs, targets: new Float32Array(), rows }, epoch);
  try {
    const evaluated = predictor.predict(null);
    toPredictions(about, evaluated);
    const told = {
      epoch,
      epochs: [...epochs],
      drops: ratesOf(network.plan.layers).some((rate) => rate > 0),
      ...(target.task === "classification" && { classes: target.classes }),
      ...(names && { names: [...names] }),
      ...{ rows, passes, faults: [...faults], notes: [...notes] },
      eval: bytesOf(withoutFaults(evaluated, faults, outputs)),
    };
    if (passes === 0) return told;
    // Welford's recurrence: a value far from 0 must not lose its spread.
    const mean = new Float64Array(evaluated.length);
    const squares = new Float64Array(evaluated.length);
    for (let pass = 0; pass < passes; pass++) {
      const drawn = predictor.predict(pass);
      toPredictions(about, drawn);
      drawn.forEach((value, place) => {
        const before = value - mean[place]!;
        mean[place]! += before / (pass + 1);
        squares[place]! += before * (value - mean[place]!);
      });
    }
    const sd = squares.map((sum) => Math.sqrt(sum / passes));
    return {
      ...told,
      mean: bytesOf(withoutFaults(mean, faults, outputs)),
      sd: bytesOf(withoutFaults(sd, faults, outputs)),
    };
  } finally {
    predictor.dispose();
  }
}

function withoutFaults(values: Float64Array, faults: PreparedRows["faults"], outputs: number): Float64Array {
  for (const { row } of faults) values.fill(NaN, row * outputs, (row + 1) * outputs);
  return values;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}
