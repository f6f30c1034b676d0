import { z } from "zod";
import { metricNames, modeNames, epochSelections } from "./names";
import { overs } from "./sampling";

/** The analysis of an experiment's runs, as written to `analysis.json` (docs/formats.md, docs/statistics.md). */

/**
 * Over seeds. `sd` has n - 1 in its denominator; `sd` and the 95 % t interval are null for a single seed. `clipped`
 * is there if the interval is cut at the value's bounds (0 and 1 for a share, -1 and 1 for a difference of shares).
 */
export const estimateSchema = z.strictObject({
  n: z.int().min(1),
  mean: z.number(),
  sd: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  clipped: z.literal(true).optional(),
});

/** Loss, and for classification accuracy. */
const measured = <T extends z.ZodType>(schema: T) =>
  z.strictObject({ loss: schema, accuracy: schema.optional() });

/** Two-sided; `holm` is p corrected for the family of comparisons. */
const ps = { p: z.number(), holm: z.number() };

/**
 * Why a run is not done: its loss diverged, it failed otherwise, it was stopped or cut short, or it is not finished.
 */
export const absences = [
  "diverged",
  "failed",
  "cancelled",
  "interrupted",
  "queued",
  "running",
  "paused",
] as const;
const absenceSchema = z.enum(absences);

/** The planned number of seeds, and the missing ones. */
const plannedFields = {
  planned: z.int(),
  missing: z.array(z.strictObject({ seed: z.int(), why: absenceSchema })),
};
export const plannedSchema = z.strictObject(plannedFields);

/** A run that is not done, and whether its epochs count nevertheless. */
export const notDoneSchema = z.strictObject({ seed: z.int(), why: absenceSchema, counts: z.boolean() });

/** Differences of pairs with equal seeds, and their tests. */
export const pairedSchema = z.strictObject({
  ...plannedFields,
  /** What the pairs are a sample of: see `sampling`. */
  over: z.enum(overs),
  difference: estimateSchema,
  tTest: z.strictObject({ statistic: z.number(), degrees: z.int(), ...ps }).nullable(),
  /** Signed-rank test; `exact` if all combinations of signs were counted. Null also for splits and folds. */
  wilcoxon: z.strictObject({ statistic: z.number(), ...ps, exact: z.boolean() }).nullable(),
  /** Cohen's d_z, and with Hedges' correction. */
  effect: z.strictObject({ dz: z.number(), hedges: z.number() }).nullable(),
  /** Why a test is null: too few pairs, all differences 0, or all the same (then only t and the effect are null). */
  untested: z.enum(["fewerThan3Seeds", "allEqual", "noSpread"]).nullable(),
});

/** The sources of the spread of the forgotten results. */
export const noiseSchema = z.strictObject({
  /** Standard deviation of a single pass, from the masks alone: root mean square over the runs. */
  pass: z.number(),
  /** The masks' part in a run's result, the mean over its passes: `pass` / √passes. */
  run: z.number(),
  /** Standard deviation over seeds without the masks' part (not below 0); null for a single seed. */
  seeds: z.number().nullable(),
});

/** Whether a validation loss still falls where training ends (docs/statistics.md). */
export const trendSchema = z.strictObject({
  /** The number of epochs at the end of each run through which the line is fitted. */
  epochs: z.array(z.int().min(2)),
  /** Slope of the least-squares line, in loss per epoch. */
  slope: estimateSchema,
  falls: z.boolean(),
});

export const variantAtEpochSchema = z.strictObject({
  /** The runs that count, with each one's chosen epoch and number of trained epochs. */
  seeds: z.array(z.int()).min(1),
  epochs: z.array(z.int().min(1)).min(1),
  trained: z.array(z.int().min(1)).min(1),
  /** Of the validation split. */
  correct: measured(estimateSchema),
  forgotten: measured(estimateSchema),
  /** Of the validation split with only one of the two forgotten, where the network has dropout and batch normalisation. */
  partlyForgotten: z
    .strictObject({ dropout: measured(estimateSchema), batchNorm: measured(estimateSchema) })
    .optional(),
  /** Of the prediction averaged over passes with dropout on, where all runs measured it. */
  averaged: measured(estimateSchema).optional(),
  /** Of the training split, dropout off. */
  training: measured(estimateSchema),
  /** Trend of the validation loss, in both modes; null for one epoch, which has no trend. */
  trend: z.strictObject({ correct: trendSchema, forgotten: trendSchema }).nullable(),
  /** Eval forgotten minus eval mode, on the same weights. */
  cost: measured(pairedSchema),
  /** Validation minus training split, both in eval mode. */
  gap: measured(estimateSchema),
  /** null for a single pass, whose noise cannot be estimated. */
  forgottenNoise: measured(noiseSchema).nullable(),
});

export const variantAnalysisSchema = z.strictObject({
  variant: z.string(),
  /** null if the layers keep their own rates. */
  rate: z.number().nullable(),
  /** Whether any layer drops units. */
  drops: z.boolean(),
  /** Whether forgetting eval changes what the network gives. */
  forgetsEval: z.boolean(),
  /** Number of training rows, and the factor on the hidden layers' units: variants with both equal are compared. */
  train: z.int(),
  width: z.number(),
  /** What else the variant changes, as its `set`; absent if nothing. */
  set: z.record(z.string(), z.unknown()).optional(),
  /** Settings of the data, as this variant has them, where variants of the experiment differ in them: only with equal ones are the data equal. */
  data: z.record(z.string(), z.unknown()).optional(),
  /** The planned epochs, where variants of the experiment set them. */
  epochs: z.int().min(1).optional(),
  /** The epoch at which successive halving halted it: it is compared with none. */
  haltedAt: z.int().min(1).optional(),
  /** The variant that it is compared with; null where there is none, and for that one itself. */
  baseline: z.string().nullable(),
  /** Number of this variant's runs, and the runs that are not done. */
  planned: z.int(),
  notDone: z.array(notDoneSchema),
  /** null before the first epoch. */
  last: variantAtEpochSchema.nullable(),
  best: variantAtEpochSchema.nullable(),
  stopped: variantAtEpochSchema.nullable(),
});

/** `variant` minus `against`, seed by seed. */
export const comparisonSchema = pairedSchema.extend({
  moment: z.enum(epochSelections),
  measure: z.enum(metricNames),
  mode: z.enum(modeNames),
  /** `baseline`: a variant with its baseline; `others`: two other variants of one size and width. */
  family: z.enum(["baseline", "others"]),
  variant: z.string(),
  against: z.string(),
});

/** `variant` minus `against`, seed by seed, on the training split with dropout off. */
export const trainingComparisonSchema = comparisonSchema.omit({ mode: true, family: true });

/**
 * Number of epochs until a loss (eval mode) of `variant` first reaches that of `against` at its lowest validation loss, seed by
 * seed.
 */
export const convergenceSchema = z.strictObject({
  variant: z.string(),
  against: z.string(),
  ...plannedFields,
  seeds: z.array(z.int()).min(1),
  /** The number of epochs that both runs of a seed have. */
  limits: z.array(z.int().min(1)),
  /** null if the loss is not reached within them. */
  epochs: z.array(z.int().min(1).nullable()),
  /** The first epoch at which `against` itself has it. */
  baselineEpochs: z.array(z.int().min(1)),
  /** `epochs` minus `baselineEpochs`; null if a seed does not reach the loss, because a mean would hide it. */
  paired: pairedSchema.nullable(),
});

export const analysisSchema = z.strictObject({
  format: z.literal("dropout-lab-analysis-1"),
  /** Epochs without a better validation loss after which early stopping ends. */
  patience: z.int(),
  /** The variant that a person chose as the baseline; null where the first that drops nothing is it. */
  chosenBaseline: z.string().nullable(),
  /**
   * Whether all seeds have one `draw` or `split` of the data, or each its own: `draws`, `splits` or `folds`. With σ² the
   * variance over n seeds, (1/n + `overlap`) σ² is that of their mean, for what is measured on the validation split.
   */
  sampling: z.strictObject({ over: z.enum(overs), overlap: z.number().min(0) }),
  /**
   * Runs that count, runs that count but are not done, and runs that do not count; `complete`: all counted runs are
   * done.
   */
  runs: z.strictObject({
    counted: z.int(),
    unfinished: z.int(),
    leftOut: z.int(),
    complete: z.boolean(),
  }),
  /** In the experiment's order. */
  variants: z.array(variantAnalysisSchema),
  comparisons: z.array(comparisonSchema),
  training: z.array(trainingComparisonSchema),
  convergence: z.array(convergenceSchema),
  /** The same of the training loss. */
  trainingConvergence: z.array(convergenceSchema),
});

export type Estimate = z.infer<typeof estimateSchema>;
export type Absence = z.infer<typeof absenceSchema>;
export type Planned = z.infer<typeof plannedSchema>;
export type NotDone = z.infer<typeof notDoneSchema>;
export type Paired = z.infer<typeof pairedSchema>;
export type Noise = z.infer<typeof noiseSchema>;
export type VariantAtEpoch = z.infer<typeof variantAtEpochSchema>;
export type VariantAnalysis = z.infer<typeof variantAnalysisSchema>;
export type Comparison = z.infer<typeof comparisonSchema>;
export type Trend = z.infer<typeof trendSchema>;
export type TrainingComparison = z.infer<typeof trainingComparisonSchema>;
export type Convergence = z.infer<typeof convergenceSchema>;
export type Analysis = z.infer<typeof analysisSchema>;
