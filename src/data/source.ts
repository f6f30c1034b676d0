import type { PreparedFeature } from "../fields/preparation";
import type { Preview } from "../fields/preview";
import type { DataShape } from "../fields/shape";
import type { Splits } from "./source-kind";

/** One split before standardisation: row-major. */
export interface RawSplit {
  /** [rows, features] */
  readonly inputs: Float32Array | Float64Array;
  /** [rows]: class numbers or target values. */
  readonly targets: Float32Array | Float64Array;
  readonly rows: number;
}

/** A number of a row of inputs before it is scaled: x / divisor. */
export type RawFeature = Omit<PreparedFeature, "mean" | "divisor"> & { readonly divisor?: number };

/** The test split may be empty. */
export interface RawData extends Splits<RawSplit> {
  readonly shape: DataShape;
  /** Names of the classes in the order of their numbers; empty for regression. */
  readonly classes: readonly string[];
  /**
   * `standardised`: each feature is scaled to mean 0 and standard deviation 1. `pixels`: the inputs stay grey values
   * from 0 to 1. Standardising would magnify the pixels at the border, which are nearly always empty, and dropout
   * would then worsen the drawn digits' validation loss (docs/formats.md has the figures). A table may ask for inputs
   * as they are too. `unit`: each feature is scaled to 0 to 1.
   */
  readonly inputs: "standardised" | "unit" | "pixels";
  /** What each number of a row of inputs is; absent where it is what the source's arrays have there. */
  readonly features?: readonly RawFeature[];
  /** By what the source has divided the inputs, if they are no `features`. */
  readonly divisor?: number;
  /** For each feature whether it is scaled; all are if this is absent. Zeros and ones of categories stay as they are. */
  readonly scaled?: readonly boolean[];
}

/** A data source, as the rest of the lab sees it; sources.ts has the map of all. Both functions throw LabError. */
export interface Source<Config> {
  load(config: Config): Promise<RawData>;
  /**
   * @param tell told what share of a large file has been read, from 0 to 1
   * @param showEarly shown what the first part of a large file holds, before the rest is read; then a preview takes
   * longer by this look
   */
  preview(
    config: Config,
    tell?: (share: number) => void,
    showEarly?: (early: Preview) => void,
  ): Promise<Preview>;
}

/** Labels with more different values are hardly classes. */
export const mostClasses = 1000;

/** The most samples in a preview. */
export const previewSize = { points: 500, images: 60, rows: 20 } as const;
