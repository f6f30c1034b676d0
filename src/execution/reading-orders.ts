import { z } from "zod";
import { dataSchema } from "../data/kinds";

/** Orders to look at files. They have a file of their own, so that a process which only looks at files loads no more than that needs. */
export const readingOrderSchema = z.discriminatedUnion("type", [
  /** Answered by `preview` or `failed`. */
  z.strictObject({
    type: z.literal("preview"),
    data: dataSchema,
    /** Whether the first part of a large file is shown before the rest is read, as `early`. */
    early: z.boolean(),
    /** The folder of prepared data, where what was found in a large file is kept for those that train on it. */
    prepared: z.string().optional(),
  }),
  /** Looks for damage in a database file; answered by `checked` or `failed`. */
  z.strictObject({ type: z.literal("check"), file: z.string() }),
]);
