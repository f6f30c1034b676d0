import { z } from "zod";
import { id } from "./run-summary";

/** Many passes with dropout on over the validation split (MC dropout): what their average says, and how sure it is. */

const numbers = z.array(z.number());
const spread = z.strictObject({ mean: z.number(), sd: z.number() });

const classMeasuresSchema = z.strictObject({
  /** Mean cross entropy, in nats. */
  loss: z.number(),
  accuracy: z.number(),
  /** Expected calibration error with 15 bins. */
  calibration: z.number(),
});

const binSchema = z.strictObject({
  from: z.number(),
  to: z.number(),
  rows: z.int(),
  /** The mean of the largest probability, and how often its class is right; 0 without rows. */
  confidence: z.number(),
  accuracy: z.number(),
});

const sample = {
  /** The validation sample's number, from 0. */
  row: z.int(),
  /** The input, if it is a picture. */
  input: numbers.optional(),
};

const classSampleSchema = z.strictObject({
  ...sample,
  /** Class numbers: the true one, and that of the averaged prediction. */
  target: z.int(),
  predicted: z.int(),
  /** Averaged over the passes. */
  probabilities: numbers,
  /** Of the averaged prediction; and what of it the passes disagree about, in nats. */
  entropy: z.number(),
  mutualInformation: z.number(),
});
export type ClassSample = z.infer<typeof classSampleSchema>;

const valueSampleSchema = z.strictObject({
  ...sample,
  /** In the target's own units: the true value, and the mean and standard deviation over the passes. */
  target: z.number(),
  mean: z.number(),
  sd: z.number(),
});

const valueMeasuresSchema = z.strictObject({
  /** Mean squared error of the standardised target. */
  loss: z.number(),
  /** In the target's own units. */
  rmse: z.number(),
});

/** The most and the least certain samples that are told. */
export const mostSamplesShown = 10;

/** How often a value lies within an interval that should hold it so often. */
export const intervalLevels = [0.5, 0.8, 0.9, 0.95, 0.99] as const;

export const passesSchema = z.strictObject({
  /** The weights are those after this epoch. */
  epoch: z.int(),
  /** The epochs after which the weights are kept; 0 is the start. */
  epochs: z.array(z.int()),
  passes: z.int(),
  /** Whether any unit is dropped; else all passes say the same. */
  drops: z.boolean(),
  /** The rows that were predicted, the first of all `of` the split. */
  rows: z.int(),
  of: z.int(),
  /** Height, width and channels, where an input is a picture. */
  image: z.array(z.int()).optional(),
  classification: z
    .strictObject({
      classes: z.array(z.string()),
      /** Of the average of so many passes. */
      curve: z.array(classMeasuresSchema.extend({ passes: z.int() })),
      eval: classMeasuresSchema,
      /** Of one pass alone, over all of them. */
      single: z.strictObject({ loss: spread, accuracy: spread, calibration: spread }),
      bins: z.strictObject({ averaged: z.array(binSchema), eval: z.array(binSchema) }),
      /** Means over the rows, in nats. */
      entropy: z.number(),
      mutualInformation: z.number(),
      mostCertain: z.array(classSampleSchema),
      leastCertain: z.array(classSampleSchema),
    })
    .optional(),
  regression: z
    .strictObject({
      curve: z.array(valueMeasuresSchema.extend({ passes: z.int() })),
      eval: valueMeasuresSchema,
      single: z.strictObject({ loss: spread, rmse: spread }),
      /** τ: 1 / the mean squared error of the training split in evaluation mode, standardised. */
      precision: z.number(),
      /** Mean log density of the standardised values: of the mixture of all passes, and of evaluation mode, each with the noise 1/τ. */
      logLikelihood: z.strictObject({ averaged: z.number(), eval: z.number() }),
      /** Of normal intervals with the variance of the passes plus 1/τ. */
      coverage: z.array(z.strictObject({ level: z.number(), share: z.number() })),
      /** The mean over the rows of the standard deviation over the passes, in the target's own units. */
      sd: z.number(),
      mostCertain: z.array(valueSampleSchema),
      leastCertain: z.array(valueSampleSchema),
    })
    .optional(),
});
export type Passes = z.infer<typeof passesSchema>;

/** More would take minutes. */
export const mostPasses = 1000;

export const passesRequestSchema = z.strictObject({
  runId: id,
  /** The weights after this epoch. By default the last. */
  epoch: z.int().min(0).optional(),
  passes: z.int().min(1).max(mostPasses),
});
