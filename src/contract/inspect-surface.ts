import { z } from "zod";
import { mostPasses } from "./inspect-passes";
import { id } from "./run-summary";

/** What a network says at each point of a plane of two features, or of a line of one: its decision surface. */

const numbers = z.array(z.number());
const run = {
  runId: id,
  /** The weights after this epoch. By default the last. */
  epoch: z.int().min(0).optional(),
};

/** Points of a split in the features' and the target's own units, the first of them. */
const pointsSchema = z.strictObject({
  /** The points of the split; up to `mostPoints` of them are told. */
  of: z.int(),
  /** For each axis the values of all points. */
  at: z.array(numbers),
  /** Class numbers, or values. */
  targets: numbers,
});

export const mostPoints = 1000;

export const planeRequestSchema = z.strictObject(run);

export const planeSchema = z.strictObject({
  /** The weights are those after this epoch. */
  epoch: z.int(),
  /** The epochs after which the weights are kept; 0 is the start. */
  epochs: z.array(z.int()),
  /** Whether any unit is dropped; else all masks say the same. */
  drops: z.boolean(),
  /** Numbers in a row of inputs. */
  inputs: z.int(),
  /** Why there is nothing to draw: pictures, features that are no numbers, another count, or classes over one feature. */
  lacks: z.enum(["picture", "kinds", "count", "classes"]).optional(),
  plane: z
    .strictObject({
      /** Two, or for a regression one: the range of all points and a margin, in the feature's own units. */
      axes: z.array(
        z.strictObject({
          /** The column's name, or its number counted from 0. */
          name: z.union([z.string(), z.int()]),
          from: z.number(),
          to: z.number(),
        }),
      ),
      target: z.discriminatedUnion("task", [
        z.strictObject({ task: z.literal("classification"), classes: z.array(z.string()) }),
        /** The range of the points' values, in their own units. */
        z.strictObject({ task: z.literal("regression"), from: z.number(), to: z.number() }),
      ]),
      train: pointsSchema,
      validation: pointsSchema,
    })
    .optional(),
});
export type Plane = z.infer<typeof planeSchema>;

/** Points along each axis. */
export const mostResolution = 200;
/** Single masks of which a curve tells the lines. */
export const mostLines = 20;

const range = z.tuple([z.number(), z.number()]);

export const surfaceRequestSchema = z.strictObject({
  ...run,
  /** Of each axis, in the feature's own units. */
  ranges: z.array(range).min(1).max(2),
  /** Points along each axis: the centres of so many cells, from the lower end. */
  resolution: z.int().min(2).max(mostResolution),
  look: z.discriminatedUnion("of", [
    z.strictObject({ of: z.literal("eval") }),
    /** One mask for the whole surface, number `mask` from 0: the same subnetwork at each point. */
    z.strictObject({ of: z.literal("mask"), mask: z.int().min(0).max(1_000_000) }),
    /** The mean of so many masks, from the first, and what they disagree about. */
    z.strictObject({ of: z.literal("passes"), passes: z.int().min(1).max(mostPasses) }),
  ]),
});
export type SurfaceLook = z.infer<typeof surfaceRequestSchema>["look"];

const bytes = z.instanceof(Uint8Array);

/** Bytes hold Float32, or Uint16, in the machine's order (`floatsIn`, `wholesIn`): first along the first axis, then the second. */
export const surfaceSchema = z.strictObject({
  epoch: z.int(),
  resolution: z.int(),
  /** The probability of the winning class, or the predicted value in the target's own units. */
  values: bytes,
  /** Uint16: the number of the winning class. */
  classes: bytes.optional(),
  /** Between the passes: mutual information in nats, or the standard deviation in the target's own units. */
  uncertainty: bytes.optional(),
  /** Of a curve: the values of the first masks, up to `mostLines`, one after another. */
  lines: bytes.optional(),
});
export type Surface = z.infer<typeof surfaceSchema>;

export const pointRequestSchema = z.strictObject({
  ...run,
  /** For each axis a value, in the feature's own units. */
  at: numbers.min(1).max(2),
  passes: z.int().min(1).max(mostPasses),
});

export const pointSchema = z.strictObject({
  epoch: z.int(),
  /** The probability of each class, or the one predicted value in the target's own units. */
  eval: numbers,
  /** Over the passes: the mean and standard deviation of the same. */
  mean: numbers,
  sd: numbers,
  /** Of the passes, in nats; only of classes. */
  mutualInformation: z.number().optional(),
});
export type Point = z.infer<typeof pointSchema>;

/** @param bytes whole float32 numbers */
export function floatsIn(bytes: Uint8Array): Float32Array {
  return new Float32Array(copied(bytes));
}

/** @param bytes whole uint16 numbers */
export function wholesIn(bytes: Uint8Array): Uint16Array {
  return new Uint16Array(copied(bytes));
}

/** Bytes that came over a border may begin anywhere in their buffer. */
function copied(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer;
}
