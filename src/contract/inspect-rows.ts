import { z } from "zod";
import { failureSchema } from "../messages/failure";
import { fileReferenceSchema } from "./file-reference";
import { mostPasses } from "./inspect-passes";
import { id } from "./run-summary";

/** What a run predicts for rows of a file that it has never seen. */

export const rowsRequestSchema = z.strictObject({
  runId: id,
  /** The weights after this epoch. By default the run's own. */
  epoch: z.int().min(0).optional(),
  /** With dropout on (MC dropout); 0: only evaluation mode. */
  passes: z.int().min(0).max(mostPasses),
  /** A table, arrays, images in IDX, or pictures: a file, a folder or a zip of them. In a terminal its path. */
  file: fileReferenceSchema,
});

/** Bytes hold Float64 in the machine's order (src/report/predictions-csv.ts), [rows, outputs]; NaN throughout a row with a fault. */
const bytes = z.instanceof(Uint8Array);

export const predictedRowsSchema = z.strictObject({
  epoch: z.int(),
  epochs: z.array(z.int()),
  /** Whether any unit is dropped; else all passes say the same. */
  drops: z.boolean(),
  /** Names of the classes, whose probabilities the outputs are; absent for regression, whose one output is in the target's units. */
  classes: z.array(z.string()).optional(),
  rows: z.int(),
  /** Of the files, where each row is a picture. */
  names: z.array(z.string()).optional(),
  passes: z.int(),
  /** In evaluation mode. */
  eval: bytes,
  /** Over the passes, if there are any; the standard deviation divides by their number. */
  mean: bytes.optional(),
  sd: bytes.optional(),
  /** Why a row has no prediction: its number from 0. */
  faults: z.array(z.strictObject({ row: z.int(), failure: failureSchema })),
  /** What should be known of how the file was read. */
  notes: z.array(failureSchema),
});
export type PredictedRows = z.infer<typeof predictedRowsSchema>;
