import { z } from "../messages/zod";

/** How raw rows became what a network is trained on, so that its weights can be used on other raw rows. */

/** A class is a number from 0 in the order of these names; a value is (raw value - mean) / divisor. */
export const preparedTargetSchema = z.discriminatedUnion("task", [
  z.strictObject({ task: z.literal("classification"), classes: z.array(z.string()) }),
  z.strictObject({ task: z.literal("regression"), mean: z.number(), divisor: z.number().positive() }),
]);
export type PreparedTarget = z.infer<typeof preparedTargetSchema>;
