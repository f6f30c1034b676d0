import type { DataConfig } from "../data/kinds";
import type { Experiment } from "../experiment/schema";
import type { Preparation } from "../fields/preparation";
import type { Layer } from "../nn/layers/kinds";
import { inputShapeOf, layerShapes } from "../nn/network";
import { type Shape, sizeOf } from "../nn/shape";

/** A run's network with all that turns raw rows into its answers. */
export interface TrainedNetwork {
  /** With the rates of the epoch of these weights. */
  readonly layers: readonly Layer[];
  readonly preparation: Preparation;
  /** Each tensor of its state by its name in weights files (`layers.0.kernel`), row-major. */
  readonly state: ReadonlyMap<string, Float32Array>;
  readonly origin: Origin;
  /** Where the rows are that it was trained on. No model tells it, because its paths are a person's own. */
  readonly data?: DataConfig;
}

/** Where a network comes from: for people, and for whoever wants to train it again. */
export interface Origin {
  readonly experiment: Experiment;
  readonly variant: string;
  readonly seed: number;
  /** The weights are those after this epoch. */
  readonly epoch: number;
  /** The version of the lab that writes. */
  readonly lab: string;
}

/** The shape of one sample as the network takes it, channels last. */
export function inputOf({ layers, preparation: { features, image, picture } }: TrainedNetwork): Shape {
  const sides = image?.shape ?? picture;
  return inputShapeOf(
    layers,
    sides ? { features: sizeOf(sides), image: sides } : { features: features!.length },
  );
}

/** The shape of what it puts out for a sample. */
export function outputOf(network: TrainedNetwork): Shape {
  return layerShapes(network.layers, inputOf(network)).at(-1)!.output;
}
