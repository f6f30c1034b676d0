import type { DataShape, Experiment, Variant } from "./schema";
import { inputShapeOf, layerShapes } from "../nn/network";
import { sizeOf } from "../nn/shape";
import { experimentOf, layersOf, shapeOfVariant, trainingRowsOf } from "./variants";

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
    const own = estimatedShape(experiment, variant, shape);
    const shapes = layerShapes(layers, own ? inputShapeOf(layers, own) : [0]);
    return { variant, parameters: sumOfKnown(shapes.map(({ parameters }) => parameters)) };
  });
  return sizes.reduce((largest, each) => (each.parameters > largest.parameters ? each : largest));
}

/** The shape of the variant's data; where only its files tell, that of the experiment's stands for it. */
function estimatedShape(experiment: Experiment, variant: Variant, shape: DataShape | null): DataShape | null {
  return shapeOfVariant(experiment, variant, shape) ?? shape;
}

/** A layer that does not fit, or data that is not known, leaves the shapes behind it open. */
function sumOfKnown(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => (Number.isFinite(size) && size > 0 ? sum + size : sum), 0);
}

/** Rows that are evaluated at once (src/engine/graph/evaluation.ts). */
const evaluatedRows = 512;

/**
 * Bytes of what all layers put out for a batch, or for the rows that are evaluated at once if these are more. Measured with
 * convolutions of 16 filters: training takes 0.75 to 1.03 times as many with 256 and 1,024 rows, evaluation 0.5 to 0.7 times.
 */
function batchBytesOf(experiment: Experiment, variant: Variant, shape: DataShape | null): number {
  const { network, training } = experimentOf(experiment, variant);
  const { layers } = network;
  const own = estimatedShape(experiment, variant, shape);
  const shapes = layerShapes(layers, own ? inputShapeOf(layers, own) : [0]);
  const values = sumOfKnown(shapes.map(({ output }) => sizeOf(output)));
  const rows = Math.max(evaluatedRows, Math.min(training.batchSize, trainingRowsOf(experiment, variant)));
  return 4 * values * rows;
}

/** The variant whose batch takes the most memory: the first one of those. */
export function largestBatchOf(
  experiment: Experiment,
  shape: DataShape | null,
): { variant: Variant; bytes: number } {
  return experiment.variants
    .map((variant) => ({ variant, bytes: batchBytesOf(experiment, variant, shape) }))
    .reduce((largest, each) => (each.bytes > largest.bytes ? each : largest));
}

/** Of the experiment's largest variant. */
export function parametersOf(experiment: Experiment, shape: DataShape | null): number {
  return largestOf(experiment, shape).parameters;
}
