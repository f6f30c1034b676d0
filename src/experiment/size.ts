import type { DataShape, Experiment, Variant } from "./schema";
import { inputShapeOf, layerShapes } from "../nn/network";
import { layersOf } from "./variants";

/**
 * Bytes that the lab takes for each parameter of a large network, with Adam: up to 44 in the trainer (weight,
 * gradient, two moments, copies while weights are drawn and handed over) and 16 in the process that stores them.
 * Measured with 16 and 100 million.
 */
export const bytesPerParameter = 60;

/** The variant with the most parameters: the first one of those. */
export function largestOf(
  experiment: Experiment,
  shape: DataShape | null,
): { variant: Variant; parameters: number } {
  const sizes = experiment.variants.map((variant) => {
    const layers = layersOf(experiment, variant);
    const shapes = layerShapes(layers, shape ? inputShapeOf(layers, shape) : [0]);
    return { variant, parameters: shapes.reduce((sum, layer) => sum + layer.parameters, 0) };
  });
  return sizes.reduce((largest, each) => (each.parameters > largest.parameters ? each : largest));
}

/** Of the experiment's largest variant. */
export function parametersOf(experiment: Experiment, shape: DataShape | null): number {
  return largestOf(experiment, shape).parameters;
}
