import { z } from "zod";
import {
  environmentSchema,
  environmentSpanSchema,
  epochRecordSchema,
  runStatusSchema,
} from "../experiment/result";
import { runEndSchema } from "../experiment/run-end";
import { previewSchema } from "../fields/preview";
import { dataSchema, experimentSchema } from "../experiment/schema";
import { failureSchema } from "../messages/failure";
import { inspectVerbs } from "./inspect";
import { machineVerbs } from "./machines";
import { slurmVerbs } from "./slurm";
import { networkVerbs } from "./networks";
import { pictureVerbs } from "./pictures";
import { annotationsSchema, historyQuerySchema, historySchema } from "./history";
import { experimentSummarySchema, id, runSummarySchema } from "./run-summary";

/** What the lab itself does and tells, in a window or without one. */

const nothing = z.strictObject({});

export const experimentDetailSchema = z.strictObject({
  id,
  created: z.string(),
  experiment: experimentSchema,
  environment: environmentSchema.nullable(),
  runs: z.array(
    runSummarySchema.extend({
      records: z.array(epochRecordSchema),
      /** What was measured when it was done. */
      end: runEndSchema.optional(),
      /** The environments that measured them; empty before the run began. */
      environments: z.array(environmentSpanSchema).optional(),
    }),
  ),
});

/** The most runs whose records one answer brings to the page or into a file. */
export const mostRunsAtOnce = 1000;

/**
 * The most runs in the queue: those of the largest experiment that a document can describe. One verb can pause or
 * stop all of them.
 */
export const mostQueued = 100_000;

/** Some runs, or all unfinished runs of this lab, including those that the page does not know yet. */
const runs = z
  .strictObject({
    runIds: z.array(id).min(1).max(mostQueued).optional(),
    all: z.literal(true).optional(),
  })
  .refine(({ runIds, all }) => (runIds === undefined) !== (all === undefined), "one of runIds and all");
const experimentIds = z.strictObject({ experimentIds: z.array(id).min(1).max(mostQueued) });

export const labVerbs = {
  /** The version and the machine's size; answers at once. */
  describeLab: {
    request: nothing,
    response: z.strictObject({
      version: z.string(),
      cores: z.int(),
      platform: z.string(),
      /** The program that runs the lab; a terminal's lab has no Electron. */
      runtimes: z.strictObject({
        electron: z.string().nullable(),
        chromium: z.string().nullable(),
        node: z.string(),
      }),
    }),
  },
  /** Loads the backend in a trainer process and describes it; the first call takes a second or two. */
  describeEnvironment: { request: nothing, response: environmentSchema },
  previewData: {
    request: z.strictObject({
      data: dataSchema,
      /** Names this request in the events that tell of it before it is answered; none without it. */
      number: z.int().optional(),
    }),
    response: previewSchema,
  },
  /** Stops reading for the preview that is being made; its request then fails with `previewCancelled`. */
  cancelPreview: { request: nothing, response: nothing },
  /** Queues every run of the experiment (variants × seeds). */
  startExperiment: {
    request: z.strictObject({ experiment: experimentSchema }),
    response: experimentSummarySchema,
  },
  /**
   * Queues the missing runs of an experiment again: every interrupted, cancelled or failed run, except those that
   * would always fail. Each keeps its records, continues from its last checkpoint, and ends with the same result as
   * without the break.
   */
  resumeExperiment: { request: z.strictObject({ experimentId: id }), response: experimentSummarySchema },
  /**
   * The runs that `resumeExperiment` would queue, and the epoch in which each would continue (1 without a
   * checkpoint).
   */
  resumePoints: {
    request: z.strictObject({ experimentId: id }),
    response: z.strictObject({ runs: z.array(z.strictObject({ runId: id, epoch: z.int() })) }),
  },
  pauseRuns: { request: runs, response: nothing },
  resumeRuns: { request: runs, response: nothing },
  /** Cancels the runs; the measured epochs are kept. */
  stopRuns: { request: runs, response: nothing },
  /** The newest experiments, newest first; all of them without a limit. */
  listExperiments: {
    request: z.strictObject({ limit: z.int().min(1).optional() }),
    response: z.array(experimentSummarySchema),
  },
  getExperiment: { request: z.strictObject({ experimentId: id }), response: experimentDetailSchema },
  /** The number of matches, and one page of them, pinned experiments first. */
  searchHistory: { request: historyQuerySchema, response: historySchema },
  /** The experiments of these runs, with these runs only, in the order in which the request first names them. */
  getRuns: {
    request: z.strictObject({ runIds: z.array(id).min(1).max(mostRunsAtOnce) }),
    response: z.strictObject({ experiments: z.array(experimentDetailSchema) }),
  },
  /** Changes the given fields only. A new name also changes the document. */
  ...pictureVerbs,
  annotateExperiment: { request: annotationsSchema, response: nothing },
  /** Hides all of these experiments or none. They can be restored for a day; after that they are deleted for good. */
  deleteExperiments: { request: experimentIds, response: nothing },
  restoreExperiments: { request: experimentIds, response: nothing },
  ...inspectVerbs,
  ...machineVerbs,
  ...slurmVerbs,
  ...networkVerbs,
} as const;

export const labEvents = {
  runChanged: runSummarySchema,
  /** What share of its file has been read for a preview that is being made, from 0 to 1; at most four per second. */
  previewProgress: z.strictObject({ number: z.int(), share: z.number() }),
  /** What the first part of a large file holds: a preview without all that only the whole file can tell. */
  previewEarly: z.strictObject({ number: z.int(), preview: previewSchema }),
  /**
   * Replaces very many `runChanged`: the fields that these runs now have in common; their other fields are unchanged.
   */
  runsChanged: z.strictObject({
    runIds: z.array(id),
    status: runStatusSchema,
    ended: z.string().nullable(),
  }),
  /** Sent after the record is in the store. */
  epochMeasured: z.strictObject({ runId: id, record: epochRecordSchema }),
  /** Sent after the measures of a run's end are in the store, before it is told that the run is done. */
  runMeasured: z.strictObject({ runId: id, end: runEndSchema }),
  /** At most four per second for each run. */
  runProgress: z.strictObject({
    runId: id,
    epoch: z.int(),
    samplesDone: z.int(),
    /** Training samples in one epoch. */
    samples: z.int(),
    samplesPerSecond: z.number(),
    secondsLeft: z.number().nullable(),
    /** There if early stopping may end the run before. */
    atMost: z.literal(true).optional(),
  }),
  /**
   * The disk is full, or the store's file cannot be written for another reason: all runs are paused, and their
   * measures wait. Sent again each second; sent with null once everything is written and the runs continue.
   */
  storeUnavailable: z.strictObject({ failure: failureSchema.nullable() }),
  /** A resumed run continues from its checkpoint, in this epoch. */
  runContinued: z.strictObject({ runId: id, epoch: z.int() }),
  /** A problem that does not end the run, for example a damaged checkpoint. */
  runNoticed: z.strictObject({ runId: id, failure: failureSchema }),
  /**
   * What is kept has changed other than by a run: at once where a page of this lab did it, within about a second where another
   * window or terminal did.
   */
  storeChanged: nothing,
} as const;

export type ExperimentDetail = z.infer<typeof experimentDetailSchema>;
