import { z } from "../messages/zod";
import { dataSchema } from "../data/kinds";
import { earlyStoppingSchema } from "./early-stopping";
import { epochSelections } from "./epoch-selection";
import { augmentationSchema } from "../nn/augmentation/settings";
import { halvingSchema } from "./halving";
import { layerSchema } from "../nn/layers/kinds";
import { lossSchema, usualLossFor } from "../nn/losses/kinds";
import { optimizerSchema, usualOptimizer } from "../nn/optimizers/kinds";
import { rateOverTimeSchema } from "../nn/rate-over-time";
import { scheduleSchema } from "../nn/schedules/kinds";
import { resamplings } from "./resampling";
import { stepSettings } from "../nn/step/settings";

export { type DataConfig, dataSchema, type DataSource, dataSources, isFileField } from "../data/kinds";
export { type DataShape, dataShapeSchema } from "../fields/shape";
export { type Task, tasks } from "../fields/task";
export type { Loss } from "../nn/losses/kinds";
export { type Optimizer, optimizerSchema } from "../nn/optimizers/kinds";
export { type InitializerName, initializerNames } from "../nn/initializers/kinds";
export { type Layer, layerSchema, layerTypes, type LayerType } from "../nn/layers/kinds";

/**
 * The experiment document: the lab's public input format (docs/formats.md). This one schema makes the types,
 * the defaults, the faults (check.ts) and the JSON Schema (docs/experiment.schema.json).
 */

const seed = z.int().min(0).max(0xffffffff);
const rate = z.number().min(0).lt(1);

export const trainingSchema = z.strictObject({
  loss: lossSchema.default(usualLossFor("classification")),
  optimizer: optimizerSchema.default(usualOptimizer),
  batchSize: z.int().min(1).max(1_000_000).default(32),
  epochs: z.int().min(1).max(100_000).default(20),
  /** L2 penalty: l2 · Σ kernel² over every dense kernel is added to what is minimised (Keras' convention). */
  l2: z.number().min(0).default(0),
  /** How the learning rate changes; left out, it does not. */
  schedule: scheduleSchema.optional(),
  /** Left out, every run trains all of its epochs. */
  earlyStopping: earlyStoppingSchema.optional(),
  /** How the rates of the layers that drop change; left out, they do not. */
  rateOverTime: rateOverTimeSchema.optional(),
  /** How training changes its pictures; left out, it does not. */
  augment: augmentationSchema.optional(),
  ...stepSettings,
});

export const variantSchema = z.strictObject({
  name: z.string().min(1).max(200),
  /** Replaces the rate of every dropout layer; left out, the layers keep their own rates. */
  rate: rate.optional(),
  /** The number of training samples, counted from the first; left out, all. */
  train: z.int().min(1).max(10_000_000).optional(),
  /** Factor on the units of every hidden dense layer, rounded to at least 1. */
  width: z.number().positive().optional(),
  /**
   * What else differs: values by their place in the document, "training.l2" or "network.layers[3].rate". They come last and
   * win over `rate` and `width` (changes.ts).
   */
  set: z.record(z.string().min(1).max(200), z.unknown()).optional(),
});

export const evaluationSchema = z.strictObject({
  /** Passes with dropout on over the validation split, each epoch; their mean (and sd) is `validation.train`. */
  forgottenPasses: z.int().min(1).max(1000).default(1),
  /** Passes with dropout on whose averaged prediction is measured, each epoch and at the end; left out, it is not. */
  mcPasses: z.int().min(1).max(1000).optional(),
  /** Epochs without a better validation loss after which early stopping would have stopped a run. */
  patience: z.int().min(1).max(100_000).default(5),
  /** The epoch whose weights are measured when a run has ended, on the validation and the test split. */
  measureAt: z.enum(epochSelections).default("best"),
  /** Epochs between the first and the last after which each run keeps its weights, to be looked into. */
  snapshots: z.int().min(0).max(100).default(6),
  /** Whether each seed has data of its own (resampling.ts). */
  resample: z.enum(resamplings).default("none"),
  /** Whether the worse variants are halted on the way (halving.ts); left out, all train to the last epoch. */
  halving: halvingSchema.optional(),
});

export const experimentSchema = z.strictObject({
  name: z.string().min(1).max(200).default("untitled"),
  data: dataSchema,
  network: z.strictObject({ layers: z.array(layerSchema).min(1).max(200) }),
  training: trainingSchema.prefault({}),
  variants: z
    .array(variantSchema)
    .min(1)
    .max(100)
    .default([{ name: "no dropout", rate: 0 }, { name: "dropout" }]),
  seeds: z.array(seed).min(1).max(1000).default([1]),
  evaluation: evaluationSchema.prefault({}),
});

export type Experiment = z.infer<typeof experimentSchema>;
/** The document as people write it: defaults may be left out. */
export type ExperimentInput = z.input<typeof experimentSchema>;
export type Training = z.infer<typeof trainingSchema>;
export type Variant = z.infer<typeof variantSchema>;
