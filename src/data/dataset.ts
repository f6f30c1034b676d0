import type { DataShape } from "../fields/shape";
import type { Task } from "../fields/task";

/** One split, ready for a network: row-major float32. */
export interface Split {
  /** [rows, features], standardised; images are grey values from 0 to 1 instead (see source.ts). */
  readonly inputs: Float32Array;
  /** [rows]: class numbers, or for regression the target values (standardised with the training split's statistics). */
  readonly targets: Float32Array;
  readonly rows: number;
}

/** A loaded data source, split and standardised. */
export interface Dataset {
  readonly task: Task;
  /** Length of one input row. */
  readonly features: number;
  /** Height, width and channels, where a row is an image. */
  readonly image?: DataShape["image"];
  /** Number of outputs that the network must have: classes, or 1 for regression. */
  readonly outputs: number;
  readonly train: Split;
  readonly validation: Split;
}
