import { z } from "zod";

/** What is measured once, when a run has ended (docs/formats.md). */

const share = z.number().min(0).max(1);
const error = z.number().min(0);

/** A confusion matrix of more classes is not kept: nobody reads it, and it would be larger than all epochs together. */
export const mostConfusedClasses = 100;

export const confusionRowSchema = z.array(z.int().min(0)).max(mostConfusedClasses);

/** How good the outputs for a split are, in eval mode. All but `loss` of a regression is in the target's own units. */
export const splitEndSchema = z.strictObject({
  rows: z.int().min(1),
  loss: error,
  accuracy: share.optional(),
  /** Mean of the classes' recalls, without classes that have no rows here. */
  balancedAccuracy: share.optional(),
  macroF1: share.optional(),
  /** The accuracy of always answering the training split's most frequent class. */
  majorityAccuracy: share.optional(),
  /** Expected calibration error with 15 bins. Results from before it was measured lack it. */
  calibration: share.optional(),
  /** Rows by true class and predicted one. */
  confusion: z.array(confusionRowSchema).max(mostConfusedClasses).optional(),
  rmse: error.optional(),
  mae: error.optional(),
  /** Absent where all targets are equal. */
  r2: z.number().max(1).optional(),
  /** The RMSE of always answering the training targets' mean. */
  meanRmse: error.optional(),
  /** Loss, accuracy and calibration error of the prediction averaged over `evaluation.mcPasses` passes with dropout on. */
  mcLoss: error.optional(),
  mcAccuracy: share.optional(),
  mcCalibration: share.optional(),
  mcRmse: error.optional(),
  /**
   * Mean log density of the targets, in nats, in eval mode and of the passes' mixture (Gal and Ghahramani 2016): normal
   * distributions with the variance 1/τ. In eval mode that is the validation split's mean squared error, of the mixture the
   * one with which that split is likeliest.
   */
  logLikelihood: z.number().optional(),
  mcLogLikelihood: z.number().optional(),
  /** With statistics of batch normalisation taken anew without dropout. */
  reestimatedLoss: error.optional(),
  reestimatedAccuracy: share.optional(),
});

/** Variance of what a batch normalisation is given, mean over its channels: as training kept it, and in eval mode. */
export const varianceShiftSchema = z.strictObject({
  /** Its number in the network, from 1; 4.1 in a block. */
  layer: z.string().max(100),
  training: error,
  eval: error,
});

/** What dropout on the inputs of a softmax regression adds to the training loss, in nats per row (Wager et al. 2013). */
export const dropoutPenaltySchema = z.strictObject({
  /** Mean over passes with masks, minus the loss in eval mode. */
  masks: z.number(),
  /** To second order in the weights: an L2 penalty scaled by the Fisher information. */
  quadratic: error,
});

export const runEndSchema = z.strictObject({
  /** The epoch whose weights were measured: `evaluation.measureAt`. */
  epoch: z.int().min(1),
  /** Names of the classes that a confusion matrix counts, in its order. */
  classes: z.array(z.string()).max(mostConfusedClasses).optional(),
  validation: splitEndSchema,
  test: splitEndSchema.optional(),
  /** Of each batch normalisation, where the network has dropout too. */
  varianceShift: z.array(varianceShiftSchema).max(10_000).optional(),
  dropoutPenalty: dropoutPenaltySchema.optional(),
});

export type DropoutPenalty = z.infer<typeof dropoutPenaltySchema>;
export type VarianceShift = z.infer<typeof varianceShiftSchema>;
export type SplitEnd = z.infer<typeof splitEndSchema>;
export type RunEnd = z.infer<typeof runEndSchema>;
