import type { Experiment, Training } from "../../experiment/schema";
import type { DataShape } from "../../fields/shape";
import type { Layer } from "../../nn/layers/kinds";
import { inputShapeOf } from "../../nn/network";
import type { Shape } from "../../nn/shape";

/** How raw values become inputs. Where it is masked, only some columns are scaled, those that `scaled` in data.npz names. */
export type InputScaling =
  /** As they are. */
  | { readonly kind: "none" }
  /** Divided by one number: pixels. */
  | { readonly kind: "divided"; readonly by: number; readonly masked: boolean }
  /** (x - shift) / scale by statistics of the training split: mean and standard deviation, or least value and range. */
  | { readonly kind: "standardised" | "unit"; readonly masked: boolean };

/** One variant with one seed, as a script trains it. */
export interface ScriptPlan {
  /** What people call it. */
  readonly name: string;
  readonly layers: readonly Layer[];
  readonly training: Training;
  readonly evaluation: Pick<Experiment["evaluation"], "measureAt" | "patience">;
  readonly seed: number;
  readonly data: {
    readonly shape: DataShape;
    readonly scaling: InputScaling;
    /** Training rows, where the variant takes fewer than there are. */
    readonly rows?: number | undefined;
    readonly hasTest: boolean;
  };
}

/** [values] or [height, width, channels], as the network is given them and as data.npz has them. */
export function inputOf({ layers, data }: Pick<ScriptPlan, "layers" | "data">): Shape {
  return inputShapeOf(layers, data.shape);
}

/** A program, and the number of its line that is left out where eval is forgotten, from 0. */
export interface Script {
  readonly text: string;
  readonly forgotten: number;
}

export const dataFile = "data.npz";
