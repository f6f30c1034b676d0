import { z } from "zod";
import { passesRequestSchema } from "./inspect-passes";

/** One validation sample in many passes with dropout on: the cloud of its predictions. */

/** The most classes that are told of. */
export const mostClassesShown = 10;

const drawn = {
  /** In evaluation mode. */
  eval: z.number(),
  /** Over the passes; the standard deviation divides by their number. */
  mean: z.number(),
  sd: z.number(),
  /** One number of each pass, in their order. */
  passes: z.array(z.number()),
};

const sampleClassSchema = z.strictObject({
  /** The class's number; the numbers here are its probabilities. */
  number: z.int(),
  ...drawn,
  /** The passes that predict this class. */
  votes: z.int(),
});
export type SampleClass = z.infer<typeof sampleClassSchema>;

export const samplePassesSchema = z.strictObject({
  /** The weights are those after this epoch. */
  epoch: z.int(),
  passes: z.int(),
  /** The validation sample's number, from 0, of so many. */
  row: z.int(),
  rows: z.int(),
  /** Height, width and channels, and the input, if it is a picture. */
  image: z.array(z.int()).optional(),
  input: z.array(z.number()).optional(),
  classification: z
    .strictObject({
      classes: z.array(z.string()),
      target: z.int(),
      /** Of the averaged prediction; and what of it the passes disagree about, in nats. */
      entropy: z.number(),
      mutualInformation: z.number(),
      /** The classes with the largest averaged probability, that first; the true class is always among them. */
      shown: z.array(sampleClassSchema),
    })
    .optional(),
  /** In the target's own units. */
  regression: z.strictObject({ target: z.number(), ...drawn }).optional(),
});
export type SamplePasses = z.infer<typeof samplePassesSchema>;

export const samplePassesRequestSchema = passesRequestSchema.extend({
  /** The validation sample's number, from 0. */
  row: z.int().min(0).max(10_000_000),
});
