import type { Layer } from "../nn/layers/kinds";
import { drawDropoutMask } from "../nn/layers/dropout/mask";
import { draws, drops, layerShapes } from "../nn/network";
import { sizeOf, type Shape } from "../nn/shape";
import { RandomStream } from "../random/random";

/** The mask of a layer that drops, for all samples of a minibatch. */
export interface StepMask {
  /** The layer's place in the network. */
  readonly layer: number;
  /** Its ordinal among the layers that draw, as the engines count. */
  readonly ordinal: number;
  readonly rate: number;
  readonly units: number;
  /** [rows, units]: 0 for a dropped unit, else what it is multiplied by. */
  readonly multipliers: Float32Array;
}

/**
 * The masks that a run draws in a training step, which are functions of its seed, the layer and the step: the same numbers
 * as both engines', bit for bit.
 * @param step from 0, as the engines count
 */
export function masksOfStep(
  layers: readonly Layer[],
  input: Shape,
  { seed, step, rows }: { readonly seed: number; readonly step: number; readonly rows: number },
): StepMask[] {
  const shapes = layerShapes(layers, input);
  return layers
    .map((layer, index) => ({ layer, index }))
    .filter(({ layer }) => draws(layer))
    .flatMap(({ layer, index }, ordinal) => {
      if (!drops(layer)) return [];
      const units = sizeOf(shapes[index]!.input);
      const random = new RandomStream(seed, "trainingMask", { layer: ordinal, step });
      // A layer at rate 0 draws nothing and keeps all.
      const multipliers =
        layer.rate === 0
          ? new Float32Array(rows * units).fill(1)
          : drawDropoutMask(random, layer.rate, rows, units, layer.scaling);
      return [{ layer: index, ordinal, rate: layer.rate, units, multipliers }];
    });
}

/** A sample's part of a mask. */
export function maskOfRow({ multipliers, units }: StepMask, row: number): Float32Array {
  return multipliers.subarray(row * units, (row + 1) * units);
}
