import { z } from "zod";
import { runStatusSchema } from "../experiment/result";
import { halvingSchema } from "../experiment/halving";
import { dataSources } from "../experiment/schema";
import { experimentSummarySchema, id, runSummarySchema } from "./run-summary";

/** The part of the contract about stored experiments: search, notes and tags. */

const tag = z.string().trim().min(1).max(60);
const when = z.iso.datetime({ offset: true }).nullable();
/** Includes both ends; null leaves an end open. */
const range = z.strictObject({ min: z.number().nullable(), max: z.number().nullable() }).nullable();
const source = z.enum(dataSources);

/**
 * Conditions on runs. A run matches if all of them hold for it and its experiment; an experiment matches if one of
 * its runs does. An empty list or null sets no condition.
 */
export const historyQuerySchema = z.strictObject({
  /** Each word must occur in the name, the note, a tag or the name of the run's variant; case does not matter. */
  text: z.string().max(500),
  /** The experiment must have all of them. */
  tags: z.array(tag).max(50),
  /** When the experiment was made: ISO 8601 with its time zone. */
  from: when,
  to: when,
  sources: z.array(source).max(dataSources.length),
  statuses: z.array(runStatusSchema).max(runStatusSchema.options.length),
  /** The variant's rate; if it has none, the rate of one of the document's dropout layers. */
  rate: range,
  /** Of the validation split in eval mode, at the last epoch. */
  loss: range,
  accuracy: range,
  pinnedOnly: z.boolean(),
  /** `loss` and `accuracy` sort by the experiment's best matching run at its last epoch, best first. */
  sort: z.enum(["newest", "oldest", "name", "loss", "accuracy"]),
  offset: z.int().min(0),
  limit: z.int().min(1).max(200),
});

export const historyRunSchema = runSummarySchema.extend({
  /** On the validation split at the last epoch, in eval mode and with eval forgotten; null before the first epoch. */
  last: z
    .strictObject({
      loss: z.number(),
      accuracy: z.number().nullable(),
      forgottenLoss: z.number(),
      forgottenAccuracy: z.number().nullable(),
    })
    .nullable(),
  /** The lowest validation loss in eval mode over all epochs. */
  bestLoss: z.number().nullable(),
});

export const historyExperimentSchema = experimentSummarySchema.extend({
  note: z.string(),
  tags: z.array(z.string()),
  pinned: z.boolean(),
  source,
  /** Whether its worse variants were halted on the way. */
  halving: halvingSchema.optional(),
  /** Whether it was imported from another lab's result.json. */
  imported: z.boolean(),
  /** The matching runs. */
  runs: z.array(historyRunSchema),
});

export const historySchema = z.strictObject({
  /** Number of matching experiments. */
  experiments: z.int(),
  runs: z.int(),
  /** All tags in the store with the number of experiments that have them, most used first. */
  tags: z.array(z.strictObject({ tag: z.string(), count: z.int() })),
  page: z.array(historyExperimentSchema),
});

export const annotationsSchema = z.strictObject({
  experimentId: id,
  name: z.string().trim().min(1).max(200).optional(),
  note: z.string().max(20_000).optional(),
  /** Replaces the experiment's tags. */
  tags: z.array(tag).max(50).optional(),
  pinned: z.boolean().optional(),
});

export type HistoryQuery = z.infer<typeof historyQuerySchema>;
export type HistoryRun = z.infer<typeof historyRunSchema>;
export type HistoryExperiment = z.infer<typeof historyExperimentSchema>;
export type History = z.infer<typeof historySchema>;
export type Annotations = z.infer<typeof annotationsSchema>;
