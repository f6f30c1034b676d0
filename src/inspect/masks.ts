import { kindOf, type Layer } from "../nn/layers/kinds";
import type { UnitMask } from "../nn/layers/layer-kind";
import { draws, drops, layerShapes } from "../nn/network";
import { sizeOf, type Shape } from "../nn/shape";
import { RandomStream } from "../random/random";

/** Where a layer's random numbers of a step are from. */
interface Drawn {
  /** Where the layer stands in order. */
  readonly layer: number;
  /** Its ordinal among the layers that draw, as the engines count. */
  readonly ordinal: number;
  readonly rate: number;
}

/** The mask of a layer that drops units, for all samples of a minibatch. */
export interface StepMask extends Drawn, UnitMask {
  readonly units: number;
}

/** The mask of a layer that drops weights: all samples of a minibatch share it. */
export interface WeightMask extends Drawn {
  /** [inputs, units], row-major: 0 for a dropped weight, else what it is multiplied by. */
  readonly multipliers: Float32Array;
}

interface Step {
  readonly seed: number;
  /** From 0, as the engines count. */
  readonly step: number;
}

/**
 * The masks that a run draws in a training step, which are functions of its seed, the layer and the step: the same numbers
 * as both engines', bit for bit.
 */
export function masksOfStep(
  layers: readonly Layer[],
  input: Shape,
  { rows, ...step }: Step & { readonly rows: number },
): StepMask[] {
  return drawnBy(layers, input, step).flatMap(({ dropping, shape, random, ...drawn }) => {
    const { mask } = kindOf(dropping);
    if (!mask) return [];
    const units = sizeOf(shape);
    // A layer at rate 0 draws nothing and keeps all.
    const ofUnits =
      drawn.rate === 0
        ? { multipliers: new Float32Array(rows * units).fill(1) }
        : mask(dropping, shape, rows, random);
    return [{ ...drawn, units, ...ofUnits }];
  });
}

/** The masks of weights, by the same rules. */
export function weightMasksOfStep(layers: readonly Layer[], input: Shape, step: Step): WeightMask[] {
  return drawnBy(layers, input, step).flatMap(({ dropping, shape, random, ...drawn }) => {
    const { weightMask } = kindOf(dropping);
    if (!weightMask || drawn.rate === 0) return [];
    return [{ ...drawn, multipliers: weightMask(dropping, shape, random) }];
  });
}

/** The layers that drop, each with its own stream of this step. */
function drawnBy(layers: readonly Layer[], input: Shape, { seed, step }: Step) {
  return layerShapes(layers, input)
    .map((shape, index) => ({ ...shape, index }))
    .filter(({ layer }) => draws(layer))
    .flatMap(({ layer, input: shape, index }, ordinal) =>
      drops(layer)
        ? [
            {
              dropping: layer,
              shape,
              random: new RandomStream(seed, "trainingMask", { layer: ordinal, step }),
              ...{ layer: index, ordinal, rate: layer.rate },
            },
          ]
        : [],
    );
}

/** A sample's part of a mask. */
export function maskOfRow(
  { multipliers, units }: Pick<StepMask, "multipliers" | "units">,
  row: number,
): Float32Array {
  return multipliers.subarray(row * units, (row + 1) * units);
}
