import { failureSchema } from "../messages/failure";
import { z } from "../messages/zod";
import { dividedSchema } from "./division";
import { tableFindingsSchema } from "./table";
import { dataShapeSchema } from "./shape";

/** A preview of a data source. Samples are from the training split only; a table has the first rows of its file. */
export const previewSchema = z.strictObject({
  /** null if a CSV's target is missing or unusable; then `failure` says why. */
  shape: dataShapeSchema.nullable(),
  failure: failureSchema.nullable(),
  /** Number of samples in the source; for generated sources train + validation. */
  rows: z.int(),
  /** The names of a file's arrays, of which two are inputs and targets. */
  arrays: z.array(z.string()).optional(),
  /** What the file proposes for settings that the document leaves open. */
  proposed: z.record(z.string(), z.json()).optional(),
  /** What the lab found in a table. */
  table: tableFindingsSchema.optional(),
  /** How the rows of files are divided into splits; of a file that can be trained on. */
  divided: dividedSchema.optional(),
  /** What was left out of the samples, and why. */
  notes: z.array(failureSchema).optional(),
  /** The classes' names in the order of their numbers; empty for regression. */
  classes: z.array(z.string()),
  sample: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("points"),
      xName: z.string(),
      yName: z.string(),
      x: z.array(z.number()),
      y: z.array(z.number()),
      /** Class number of each point; none where y is a target value. */
      labels: z.array(z.int()),
    }),
    z.strictObject({
      kind: z.literal("images"),
      width: z.int(),
      height: z.int(),
      /** 1: grey; 3: red, green and blue. */
      channels: z.union([z.literal(1), z.literal(3)]),
      /** One entry per image: height × width × channels values 0-255, row-major. */
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
