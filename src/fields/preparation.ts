import { z } from "../messages/zod";

/** How raw rows became what a network is trained on, so that its weights can be used on other raw rows. */

/**
 * One number of an input row: (x - mean) / divisor. x comes from the column: `number`, its number; `date`, days since
 * 1970; `boolean`, 1 for `yes` and 0 for the other value; `category`, 1 for `category` and 0 for any other; `gap`, 1
 * where the column has no value. `fill` is x where the column has no value; absent where such rows were left out.
 */
export const preparedFeatureSchema = z.strictObject({
  /** The column's name, or its number counted from 0. */
  column: z.union([z.string(), z.int().min(0)]),
  kind: z.enum(["number", "date", "boolean", "category", "gap"]),
  yes: z.string().optional(),
  /** What stood beside each number in the file, such as `cm`. */
  unit: z.string().optional(),
  category: z.string().optional(),
  fill: z.number().optional(),
  mean: z.number(),
  divisor: z.number().positive(),
});
export type PreparedFeature = z.infer<typeof preparedFeatureSchema>;

/** A class is a number from 0 in the order of these names; a value is (raw value - mean) / divisor. */
export const preparedTargetSchema = z.discriminatedUnion("task", [
  z.strictObject({ task: z.literal("classification"), classes: z.array(z.string()) }),
  z.strictObject({ task: z.literal("regression"), mean: z.number(), divisor: z.number().positive() }),
]);
export type PreparedTarget = z.infer<typeof preparedTargetSchema>;

const sides = z.tuple([z.int().min(1), z.int().min(1), z.int().min(1)]);

/**
 * Images have no features by name: each of their values, row by row, is divided by `divisor`. Where the features are the values of a
 * picture, in this order, `picture` has its height, width and channels.
 */
export const preparationSchema = z.strictObject({
  features: z.array(preparedFeatureSchema).optional(),
  picture: sides.optional(),
  image: z
    .strictObject({
      shape: sides,
      divisor: z.number().positive(),
    })
    .optional(),
  target: preparedTargetSchema,
});
export type Preparation = z.infer<typeof preparationSchema>;
