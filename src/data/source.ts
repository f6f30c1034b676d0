import type { DataConfig, DataShape, DataSource } from "../experiment/schema";
import type { Preview } from "../lab/contract";

/** One split as its source holds it: row-major, not standardised yet. */
export interface RawSplit {
  /** [rows, features] */
  readonly inputs: Float32Array | Float64Array;
  /** [rows]: class numbers or target values. */
  readonly targets: Float32Array | Float64Array;
  readonly rows: number;
}

export interface RawData {
  readonly shape: DataShape;
  readonly train: RawSplit;
  readonly validation: RawSplit;
  /**
   * `standardised`: each feature still has to get mean 0 and standard deviation 1. `pixels`: the inputs are grey values
   * from 0 to 1 and stay so: standardising blows up the pixels at the border, which are nearly always empty, and with
   * it dropout made the drawn digits' validation loss worse instead of better (docs/formats.md has the figures).
   */
  readonly inputs: "standardised" | "pixels";
}

export type ConfigOf<S extends DataSource> = Extract<DataConfig, { source: S }>;

/** All that the lab knows of a data source; sources.ts has the map of them. Both verbs throw LabError. */
export interface Source<Config extends DataConfig> {
  load(config: Config): Promise<RawData>;
  preview(config: Config): Promise<Preview>;
}

/** Samples that a preview shows at most. */
export const previewSize = { points: 500, images: 60, rows: 20 } as const;
