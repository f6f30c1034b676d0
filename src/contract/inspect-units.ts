import { z } from "zod";
import { id } from "./run-summary";

/** What the hidden units of a run have learnt: weights, activations over validation samples in eval mode, correlations. */

const numbers = z.array(z.number());

/**
 * Counts of values in bins of equal width: bin n holds those from (first + n) × width up to, but without,
 * (first + n + 1) × width. The width is a power of 2, so that the bins of one histogram fit into the coarser ones of another.
 */
const histogramSchema = z.strictObject({
  width: z.number(),
  first: z.int(),
  counts: z.array(z.int()),
});
export type Histogram = z.infer<typeof histogramSchema>;

/** What a hidden layer has a histogram of. */
export const unitDistributions = ["activations", "means", "weights", "norms"] as const;

/** The most units of a layer that are correlated with each other, the first ones. */
export const mostCorrelatedUnits = 256;

const correlationsSchema = z.strictObject({
  /** The units that were looked at, the first of the layer; and those of them that never vary, which have no correlation. */
  used: z.int(),
  constant: z.int(),
  /** The mean of |r| over all pairs of different units: the measure of co-adaptation; null with fewer than two units that vary. */
  mean: z.number().nullable(),
  /** The numbers of the units that vary, and Pearson's r between them, [units, units] row-major; only if pictures are wanted. */
  matrix: z.strictObject({ units: z.array(z.int()), values: numbers }).optional(),
});

const hiddenLayerSchema = z.strictObject({
  /** Places among all layers in order, from 0: of the layer with the weights, and of the one that puts out the activations. */
  layer: z.int(),
  output: z.int(),
  /** Of the layer with the weights in the document, from 0; within a block the layer's in the block comes second. */
  place: z.array(z.int()),
  /** Of a convolution its maps: an activation is a value of the map, so each sample has as many as the map has pixels. */
  units: z.int(),
  /** The mean activation over samples and units. */
  mean: z.number(),
  /** Shares of the activations, over samples and units: those that are exactly 0, and those that are 0 or less. */
  zero: z.number(),
  notPositive: z.number(),
  /** The units whose activation is exactly 0 for every sample. */
  dead: z.int(),
  /** Of each unit: its mean activation over the samples, and the L2 norm of its incoming weights, without its bias. */
  means: numbers,
  norms: numbers,
  histograms: z.strictObject({
    activations: histogramSchema,
    means: histogramSchema,
    weights: histogramSchema,
    norms: histogramSchema,
  }),
  correlations: correlationsSchema,
});
export type HiddenLayer = z.infer<typeof hiddenLayerSchema>;

export const unitsSchema = z.strictObject({
  /** The weights are those after this epoch. */
  epoch: z.int(),
  /** The epochs after which the weights are kept; 0 is the start. */
  epochs: z.array(z.int()),
  /** Validation samples, the first of all `of` the split. */
  rows: z.int(),
  of: z.int(),
  /** The layers with weights but the last, first to last. */
  layers: z.array(hiddenLayerSchema),
  /** The incoming weights of the first units of the first layer, where an input is a picture; only if pictures are wanted. */
  pictures: z
    .strictObject({
      /** Height, width and channels. */
      shape: z.array(z.int()),
      /** How many units the layer has. */
      of: z.int(),
      /** [units, height × width × channels] */
      weights: z.array(numbers),
    })
    .optional(),
});
export type Units = z.infer<typeof unitsSchema>;

export const unitsRequestSchema = z.strictObject({
  runId: id,
  /** The weights after this epoch. By default the last. */
  epoch: z.int().min(0).optional(),
  /** Whether first-layer weights and matrices of correlations are told too: they are many numbers. */
  pictures: z.boolean(),
});
