import type { Preparation } from "../fields/preparation";
import type { DataShape } from "../fields/shape";
import type { Task } from "../fields/task";
import type { Splits } from "./source-kind";

/** One split, ready for a network: row-major float32. */
export interface Split {
  /** [rows, features], standardised; images are grey values from 0 to 1 instead (see source.ts). Of `kept` ones read when first asked for. */
  readonly inputs: Float32Array;
  /** [rows]: class numbers, or for regression the target values (standardised with the training split's statistics). */
  readonly targets: Float32Array;
  readonly rows: number;
  /** Where the inputs lie in a file, for those who need no copy of them. */
  readonly kept?: KeptInputs;
}

/** Inputs as they lie in a file on a disk of this machine that nobody changes, which stays open as long as this is held. */
export interface KeptInputs {
  readonly file: {
    readonly descriptor: number;
    /** So many bytes from this place on, piece by piece; each is there until the next one. */
    pieces(place: number, bytes: number): Iterable<Uint8Array>;
  };
  /** Bytes before the inputs, a multiple of `mapAlignment` (src/platform/mapped-files.ts). */
  readonly place: number;
}

export const emptySplit: Split = { inputs: new Float32Array(), targets: new Float32Array(), rows: 0 };

/** A loaded data source, split and standardised. The test split may be empty. */
export interface Dataset extends Splits<Split> {
  readonly task: Task;
  /** Length of one input row. */
  readonly features: number;
  /** Height, width and channels, where a row is an image. */
  readonly image?: DataShape["image"];
  /** Number of outputs that the network must have: classes, or 1 for regression. */
  readonly outputs: number;
  /** How raw rows became inputs and targets. */
  readonly preparation: Preparation;
}
