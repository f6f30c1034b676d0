import { failureSchema } from "../messages/failure";
import { z } from "../messages/zod";
import { dataShapeSchema } from "./shape";

/** A preview of a data source. Samples are from the training split only; a table has the first rows of its file. */
export const previewSchema = z.strictObject({
  /** null if a CSV's target is missing or unusable; then `failure` says why. */
  shape: dataShapeSchema.nullable(),
  failure: failureSchema.nullable(),
  /** Number of samples in the source; for generated sources train + validation. */
  rows: z.int(),
  /** The classes' names in the order of their numbers; empty for regression. */
  classes: z.array(z.string()),
  sample: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("points"),
      xName: z.string(),
      yName: z.string(),
      x: z.array(z.number()),
      y: z.array(z.number()),
      /** Class number of each point. */
      labels: z.array(z.int()),
    }),
    z.strictObject({
      kind: z.literal("images"),
      width: z.int(),
      height: z.int(),
      /** One entry per image: width × height grey values 0-255, row-major. */
      pixels: z.array(z.instanceof(Uint8Array)),
      labels: z.array(z.int()),
    }),
    z.strictObject({
      kind: z.literal("table"),
      columns: z.array(z.string()),
      cells: z.array(z.array(z.string())),
      /** Number of the target column; null if no column has that name. */
      target: z.int().nullable(),
    }),
  ]),
});
export type Preview = z.infer<typeof previewSchema>;
