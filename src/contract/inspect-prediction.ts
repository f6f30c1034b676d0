import { z } from "zod";
import { confusionRowSchema } from "../experiment/run-end";
import { mostPasses } from "./inspect-passes";
import { id } from "./run-summary";

/** What runs predict for one input, a validation sample or one that a person made; and the validation samples to choose from. */

const numbers = z.array(z.number());

/** A category's text, yes or no, days since 1970 of a date; null where the column has no value. */
const rawValueSchema = z.union([z.number(), z.string().max(10_000), z.boolean()]).nullable();

/** More numbers are no row that a network trains on. */
const mostInputs = 1_000_000;

const inputSchema = z.discriminatedUnion("from", [
  z.strictObject({
    from: z.literal("sample"),
    /** A validation sample's number, from 0. */
    row: z.int().min(0),
  }),
  z.strictObject({
    from: z.literal("picture"),
    /** Row by row, as the network is given them. */
    pixels: numbers.max(mostInputs),
  }),
  z.strictObject({
    from: z.literal("columns"),
    /** One for each of the columns that `inspectValidation` tells. */
    values: z.array(rawValueSchema).max(mostInputs),
  }),
]);
export type TriedInput = z.infer<typeof inputSchema>;

export const predictionRequestSchema = z.strictObject({
  runId: id,
  /** The weights after this epoch. By default the last. */
  epoch: z.int().min(0).optional(),
  /** With dropout on. */
  passes: z.int().min(1).max(mostPasses),
  input: inputSchema,
});

/** Outputs are the probabilities of the classes; of a regression, one value in the target's own units. */
export const predictionSchema = z.strictObject({
  /** The weights are those after this epoch. */
  epoch: z.int(),
  /** The epochs after which the weights are kept; 0 is the start. */
  epochs: z.array(z.int()),
  /** Whether any unit is dropped; else all passes say the same. */
  drops: z.boolean(),
  /** Names of the classes; absent for regression. */
  classes: z.array(z.string()).optional(),
  /** In evaluation mode. */
  eval: numbers,
  /** Over the passes with dropout on; the standard deviation divides by their number. */
  mean: numbers,
  sd: numbers,
  /** [passes, outputs] */
  each: z.array(numbers),
  /** Of a validation sample: the true class or value, and the input. */
  sample: z
    .strictObject({
      row: z.int(),
      target: z.number(),
      pixels: numbers.optional(),
      values: z.array(rawValueSchema).optional(),
    })
    .optional(),
});
export type Prediction = z.infer<typeof predictionSchema>;

/** The most samples of one answer. */
export const mostListed = 60;

export const validationRequestSchema = z.strictObject({
  runId: id,
  epoch: z.int().min(0).optional(),
  /** Only samples of this true class with this predicted one. */
  only: z.strictObject({ target: z.int().min(0), predicted: z.int().min(0) }).optional(),
  /** How many of the list to pass over, and how many to tell. */
  skip: z.int().min(0),
  count: z.int().min(0).max(mostListed),
});

const columnSchema = z.strictObject({
  /** The column's name, or its number counted from 0. */
  column: z.union([z.string(), z.int().min(0)]),
  kind: z.enum(["number", "date", "boolean", "category"]),
  /** The text of yes. */
  yes: z.string().optional(),
  categories: z.array(z.string()).optional(),
  /** Whether it may have no value. */
  hasGaps: z.boolean(),
  /** Least and largest value of the training split; only of numbers and dates. */
  range: z.strictObject({ least: z.number(), most: z.number() }).optional(),
  /** The mean of the training split, or its most frequent category. */
  usual: rawValueSchema,
});
export type TriedColumn = z.infer<typeof columnSchema>;
export type RawValue = z.infer<typeof rawValueSchema>;

const listedSchema = z.strictObject({
  /** The validation sample's number, from 0. */
  row: z.int(),
  /** Class numbers, or values in the target's own units. */
  target: z.number(),
  predicted: z.number(),
  /** Of the predicted class. */
  probability: z.number().optional(),
  /** The input, if it is a picture. */
  pixels: numbers.optional(),
});
export type ListedSample = z.infer<typeof listedSchema>;

/** The validation samples in evaluation mode, the worst predicted first. */
export const validationSchema = z.strictObject({
  epoch: z.int(),
  epochs: z.array(z.int()),
  /** Height, width and channels, where an input is a picture; and its least and largest value in the training split. */
  picture: z.strictObject({ shape: z.array(z.int()), least: z.number(), most: z.number() }).optional(),
  /** What an input is made of, where it is no picture. */
  columns: z.array(columnSchema).optional(),
  classes: z.array(z.string()).optional(),
  /** ValidationSamples by true class (row) and predicted one; absent for regression and above 100 classes. */
  confusion: z.array(confusionRowSchema).optional(),
  /** All validation samples; and those of `only`. */
  rows: z.int(),
  found: z.int(),
  /** Wrong ones first, those with the largest probability before the others; then right ones, from the smallest. Regression: from the largest error. */
  samples: z.array(listedSchema),
});
export type ValidationSamples = z.infer<typeof validationSchema>;
