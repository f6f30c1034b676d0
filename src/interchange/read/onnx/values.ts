import type { Flow } from "../python/values";
import type { Samples } from "./samples";
import type { OnnxTensor } from "./wire";

/** What a name of the graph stands for. */
export type Value = Carried | Constant | Sizes | Other;

/** What the network carries from its inputs to its outputs. */
export interface Carried {
  readonly kind: "carried";
  /** The steps up to here, without the arithmetic since. */
  readonly flow: Flow;
  readonly axes: Axes;
  /** Arithmetic nodes since the last step that is known; null where there are none. */
  readonly stretch: Stretch | null;
}

/** How the values of a sample stand. */
export interface Axes {
  /** Where the channels of a picture stand; null for rows. */
  readonly picture: "first" | "last" | null;
  /** Channels of a picture, or values of a row; NaN if they are not known. */
  readonly channels: number;
  /** Of rows that a picture became: in which order its values stand. */
  readonly flat?: "first" | "last";
  /** A pool over the whole picture: one value for each channel, whatever axes it still has. */
  readonly pooled?: true;
}

export interface Stretch {
  /** What the last node is called. */
  readonly op: string;
  /** What became of drawn numbers; null where that cannot be told. */
  readonly samples: Samples | null;
  /** Constants in it. */
  readonly numbers: readonly number[];
  /** What the last node takes of the network. */
  readonly parents: readonly Carried[];
  /** The last node alone, on drawn numbers in the place of what it takes. */
  readonly alone: Stretch | null;
  readonly length: number;
}

export interface Constant {
  readonly kind: "constant";
  readonly tensor: OnnxTensor;
  /** As it stands now: reshaped, or with its two axes turned. */
  readonly shape: readonly number[];
  readonly turned: boolean;
}

/** Whole numbers that say sizes; NaN for those that depend on the inputs. */
export interface Sizes {
  readonly kind: "sizes";
  readonly values: readonly number[];
}

/** Random numbers, texts, places of the largest values and so on. */
export interface Other {
  readonly kind: "other";
  readonly op: string;
}

export const other = (op: string): Other => ({ kind: "other", op });
export const sizes = (values: readonly number[]): Sizes => ({ kind: "sizes", values });
