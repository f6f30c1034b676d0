import { taskSchema } from "./task";
import { z } from "../messages/zod";

/** What a network must fit: known from the document for generated data, from the files for others. */
export const dataShapeSchema = z.strictObject({
  /** Length of one input row. */
  features: z.int(),
  /** Height, width and channels, where the features are the pixels of an image. */
  image: z.tuple([z.int(), z.int(), z.int()]).optional(),
  /** Outputs that the network must have: classes, or 1 for regression. */
  outputs: z.int(),
  task: taskSchema,
});
export type DataShape = z.infer<typeof dataShapeSchema>;
