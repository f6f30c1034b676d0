import { z } from "zod";
import { measureNames, modeNames, moments } from "./names";

/** What the runs of an experiment show, as it is written to `analysis.json` (docs/formats.md, docs/statistics.md). */

/**
 * Over seeds. `sd` has n - 1 in its denominator; it and the 95 % t interval are null for a single seed. `clipped` is there
 * where the interval would leave what the value can be (a share 0 to 1, a difference of shares -1 to 1) and is cut there.
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

/** Why a run is not done: diverged (its loss became no number), failed otherwise, stopped, cut short, or it still goes on. */
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

/** How many seeds a number was to have, and which it lacks. */
const plannedFields = {
  planned: z.int(),
  missing: z.array(z.strictObject({ seed: z.int(), why: absenceSchema })),
};
export const plannedSchema = z.strictObject(plannedFields);

/** A run that is not done, and whether what it measured counts all the same. */
export const notDoneSchema = z.strictObject({ seed: z.int(), why: absenceSchema, counts: z.boolean() });

/** Differences of pairs of equal seed, and what tests say of them. */
export const pairedSchema = z.strictObject({
  ...plannedFields,
  difference: estimateSchema,
  tTest: z.strictObject({ statistic: z.number(), degrees: z.int(), ...ps }).nullable(),
  /** Signed-rank test; `exact` where all combinations of signs were counted. */
  wilcoxon: z.strictObject({ statistic: z.number(), ...ps, exact: z.boolean() }).nullable(),
  /** Cohen's d_z, and with Hedges' correction. */
  effect: z.strictObject({ dz: z.number(), hedges: z.number() }).nullable(),
  /** Why a test is null: too few pairs, differences that are all 0, or all the same (then only t and effect are). */
  untested: z.enum(["fewerThan3Seeds", "allEqual", "noSpread"]).nullable(),
});

/** Where the spread of the forgotten results comes from. */
export const noiseSchema = z.strictObject({
  /** Standard deviation of a single pass, from the masks alone: root mean square over the runs. */
  pass: z.number(),
  /** What is left of it in a run's result, the mean over its passes: `pass` / √passes. */
  run: z.number(),
  /** Standard deviation over seeds with that taken off (not below 0); null for a single seed. */
  seeds: z.number().nullable(),
});

/** Whether a validation loss still falls where training ends (docs/statistics.md). */
export const trendSchema = z.strictObject({
  /** The epochs at the end of each run that the slope is taken over. */
  epochs: z.array(z.int().min(2)),
  /** Of the least-squares line through them, in loss an epoch. */
  slope: estimateSchema,
  falls: z.boolean(),
});

export const variantMomentSchema = z.strictObject({
  /** The runs that count, and for each of them the epoch it is looked at and the epochs it was trained for. */
  seeds: z.array(z.int()).min(1),
  epochs: z.array(z.int().min(1)).min(1),
  trained: z.array(z.int().min(1)).min(1),
  /** Of the validation split. */
  correct: measured(estimateSchema),
  forgotten: measured(estimateSchema),
  /** Of the training split, dropout off. */
  training: measured(estimateSchema),
  /** Of the validation loss, in both modes; null for one epoch, which has no trend. */
  trend: z.strictObject({ correct: trendSchema, forgotten: trendSchema }).nullable(),
  /** Forgotten minus correct, on the same weights. */
  cost: measured(pairedSchema),
  /** Validation minus training split, both evaluated correctly. */
  gap: measured(estimateSchema),
  /** null for a single pass, whose noise cannot be told. */
  forgottenNoise: measured(noiseSchema).nullable(),
});

export const variantAnalysisSchema = z.strictObject({
  variant: z.string(),
  /** null where the layers keep their own. */
  rate: z.number().nullable(),
  /** Whether any layer drops anything. */
  drops: z.boolean(),
  /** Rows it trains on, and the factor on its hidden layers' units: variants are compared where both are equal. */
  train: z.int(),
  width: z.number(),
  /** The variant that it is compared with; null where there is none that drops nothing, and for that one itself. */
  baseline: z.string().nullable(),
  /** Runs of this variant, and those of them that are not done. */
  planned: z.int(),
  notDone: z.array(notDoneSchema),
  /** null before the first epoch. */
  last: variantMomentSchema.nullable(),
  best: variantMomentSchema.nullable(),
  stopped: variantMomentSchema.nullable(),
});

/** `variant` minus `against`, seed by seed. */
export const comparisonSchema = pairedSchema.extend({
  moment: z.enum(moments),
  measure: z.enum(measureNames),
  mode: z.enum(modeNames),
  /** All variants with their baseline, or the others of one size and width among themselves. */
  family: z.enum(["baseline", "others"]),
  variant: z.string(),
  against: z.string(),
});

/** `variant` minus `against`, seed by seed, of the training split with dropout off. */
export const trainingComparisonSchema = comparisonSchema.omit({ mode: true, family: true });

/** Epochs until the validation loss (eval mode) of `variant` first reaches the lowest of `against`, seed by seed. */
export const convergenceSchema = z.strictObject({
  variant: z.string(),
  against: z.string(),
  seeds: z.array(z.int()).min(1),
  /** The epochs that both runs of a seed have. */
  limits: z.array(z.int().min(1)),
  /** null where it is not reached within them. */
  epochs: z.array(z.int().min(1).nullable()),
  /** When `against` itself has its lowest loss. */
  baselineEpochs: z.array(z.int().min(1)),
  /** `epochs` minus `baselineEpochs`; null where a seed does not reach it, for then no mean is right. */
  paired: pairedSchema.nullable(),
});

export const analysisSchema = z.strictObject({
  format: z.literal("dropout-lab-analysis-1"),
  /** Epochs without a better validation loss after which early stopping ends. */
  patience: z.int(),
  /**
   * Runs that count, those of them that are not done (they count as far as they came), and those that do not count;
   * `complete`: all that count are done.
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
});

export type Estimate = z.infer<typeof estimateSchema>;
export type Absence = z.infer<typeof absenceSchema>;
export type Planned = z.infer<typeof plannedSchema>;
export type NotDone = z.infer<typeof notDoneSchema>;
export type Paired = z.infer<typeof pairedSchema>;
export type Noise = z.infer<typeof noiseSchema>;
export type VariantMoment = z.infer<typeof variantMomentSchema>;
export type VariantAnalysis = z.infer<typeof variantAnalysisSchema>;
export type Comparison = z.infer<typeof comparisonSchema>;
export type Trend = z.infer<typeof trendSchema>;
export type TrainingComparison = z.infer<typeof trainingComparisonSchema>;
export type Convergence = z.infer<typeof convergenceSchema>;
export type Analysis = z.infer<typeof analysisSchema>;
