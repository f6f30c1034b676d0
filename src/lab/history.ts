import { z } from "zod";
import { runStatusSchema } from "../experiment/result";
import { dataSources } from "../experiment/schema";
import { experimentSummarySchema, id, runSummarySchema } from "./run-summary";

/** The part of the contract about what was kept: search, notes and tags. */

const tag = z.string().trim().min(1).max(60);
const when = z.iso.datetime({ offset: true }).nullable();
/** Both ends belong to it; null leaves an end open. */
const range = z.strictObject({ min: z.number().nullable(), max: z.number().nullable() }).nullable();
const source = z.enum(dataSources);

/**
 * Conditions on runs: a run matches when all of them hold for it and its experiment, and an experiment when one of its
 * runs does. An empty list and null ask for nothing.
 */
export const historyQuerySchema = z.strictObject({
  /** Each word must be in the name, the note, a tag or the name of the run's variant; case does not matter. */
  text: z.string().max(500),
  /** The experiment has all of them. */
  tags: z.array(tag).max(50),
  /** When the experiment was made: ISO 8601 with its time zone. */
  from: when,
  to: when,
  sources: z.array(source).max(dataSources.length),
  statuses: z.array(runStatusSchema).max(runStatusSchema.options.length),
  /** The variant's rate; where it has none, the rate of one of the document's dropout layers. */
  rate: range,
  /** Of the validation split with correct eval, at the last epoch. */
  loss: range,
  accuracy: range,
  pinnedOnly: z.boolean(),
  /** `loss` and `accuracy`: by the experiment's best matching run at its last epoch, best first. */
  sort: z.enum(["newest", "oldest", "name", "loss", "accuracy"]),
  offset: z.int().min(0),
  limit: z.int().min(1).max(200),
});

export const historyRunSchema = runSummarySchema.extend({
  /** Of the validation split at the last epoch, correct and with eval forgotten; null before the first epoch. */
  last: z
    .strictObject({
      loss: z.number(),
      accuracy: z.number().nullable(),
      forgottenLoss: z.number(),
      forgottenAccuracy: z.number().nullable(),
    })
    .nullable(),
  /** The lowest correct validation loss of all epochs. */
  bestLoss: z.number().nullable(),
});

export const historyExperimentSchema = experimentSummarySchema.extend({
  note: z.string(),
  tags: z.array(z.string()),
  pinned: z.boolean(),
  source,
  /** Whether it came from a result.json that was made elsewhere. */
  imported: z.boolean(),
  /** The matching ones. */
  runs: z.array(historyRunSchema),
});

export const historySchema = z.strictObject({
  /** How many match. */
  experiments: z.int(),
  runs: z.int(),
  /** All in the store with how many experiments have them, most used first. */
  tags: z.array(z.strictObject({ tag: z.string(), count: z.int() })),
  page: z.array(historyExperimentSchema),
});

export const annotationsSchema = z.strictObject({
  experimentId: id,
  name: z.string().trim().min(1).max(200).optional(),
  note: z.string().max(20_000).optional(),
  /** In place of those that it had. */
  tags: z.array(tag).max(50).optional(),
  pinned: z.boolean().optional(),
});

export type HistoryQuery = z.infer<typeof historyQuerySchema>;
export type HistoryRun = z.infer<typeof historyRunSchema>;
export type HistoryExperiment = z.infer<typeof historyExperimentSchema>;
export type History = z.infer<typeof historySchema>;
export type Annotations = z.infer<typeof annotationsSchema>;
