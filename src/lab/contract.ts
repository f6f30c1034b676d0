import { z } from "zod";
import {
  environmentSchema,
  environmentSpanSchema,
  epochRecordSchema,
  failureSchema,
  type Failure,
  refusalSchema,
  runStatusSchema,
} from "../experiment/result";
import { dataSchema, dataShapeSchema, experimentSchema, variantSchema } from "../experiment/schema";
import { commandNames } from "./commands";
import { annotationsSchema, historyQuerySchema, historySchema } from "./history";
import { licenceSchema } from "./licence";
import { experimentSummarySchema, id, runSummarySchema } from "./run-summary";

export type { Licence } from "./licence";
export type { Annotations, History, HistoryExperiment, HistoryQuery, HistoryRun } from "./history";
export type { ExperimentSummary, RunSummary } from "./run-summary";

/**
 * The one contract between the lab and its interfaces: verbs (request, response) and events. The preload bridge, the
 * main process's handlers, the renderer's `window.lab` type and the test doubles are all derived from it.
 *
 * The renderer never holds a path: a document that crosses this border has file references instead,
 * `file:<id>/<name>`. Only main can resolve them, and main makes them only for files that the person chose.
 */
export const fileReferenceSchema = z.string().regex(/^file:[0-9a-f]{16}\/.+$/);

/** The name to show for a file reference. */
export function fileName(reference: string): string {
  return reference.replace(/^file:[0-9a-f]{16}\//, "");
}

const nothing = z.strictObject({});

/** Files that the window opens or imports, each in its own way. */
export const openedKinds = ["experiment", "runs", "result", "table", "images", "labels"] as const;
export type OpenedKind = (typeof openedKinds)[number];

const recognised = { kind: z.enum(openedKinds).nullable(), failure: failureSchema.nullable() };

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

export const experimentDetailSchema = z.strictObject({
  id,
  created: z.string(),
  experiment: experimentSchema,
  environment: environmentSchema.nullable(),
  runs: z.array(
    runSummarySchema.extend({
      records: z.array(epochRecordSchema),
      /** The environments that measured them; empty before the run began. */
      environments: z.array(environmentSpanSchema).optional(),
    }),
  ),
});

/** The most runs whose records one answer brings to the page or into a file. */
export const mostRunsAtOnce = 1000;

/** Formats in which the selected runs, also of several experiments, can be exported. */
export const exportFormats = ["csv", "json", "html", "tensorboard"] as const;

/** The most files that can be opened or dropped at once. */
const mostFiles = 10_000;

const importedExperimentSchema = z.strictObject({
  summary: experimentSummarySchema,
  /** Number of runs without the weights files that they name. */
  weightsMissing: z.int(),
  /** The experiment had been deleted and is restored. */
  restored: z.boolean(),
});
export type ImportedExperiment = z.infer<typeof importedExperimentSchema>;

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

export const verbs = {
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
  /** One entry for each part that ships, the lab itself first. */
  getLicences: { request: nothing, response: z.array(licenceSchema) },
  /** Loads the backend in a trainer process and describes it; the first call takes a second or two. */
  describeEnvironment: { request: nothing, response: environmentSchema },
  /** Copies versions, machine, backend and the last errors to the clipboard, without personal data. */
  copyDiagnostics: { request: nothing, response: z.strictObject({ text: z.string() }) },
  previewData: { request: z.strictObject({ data: dataSchema }), response: previewSchema },
  /** Opens the system's file dialog; null when the person closes it. */
  chooseFile: {
    request: z.strictObject({ purpose: z.enum(["csv", "idxImages", "idxLabels"]) }),
    response: fileReferenceSchema.nullable(),
  },
  /**
   * Reads an experiment document that the person chooses or drops onto the window. From an export of runs it takes
   * the experiment; then `file` is null, because saving must not overwrite the export.
   */
  openExperiment: {
    request: z.strictObject({ file: fileReferenceSchema.optional() }),
    response: z
      .strictObject({ experiment: experimentSchema, file: fileReferenceSchema.nullable() })
      .nullable(),
  },
  /**
   * Saves the document over `file`, from which it was opened or to which it was saved; without `file`, asks where.
   * Returns the file's reference, or null if the dialog was closed.
   */
  saveExperiment: {
    request: z.strictObject({ experiment: experimentSchema, file: fileReferenceSchema.optional() }),
    response: fileReferenceSchema.nullable(),
  },
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
  annotateExperiment: { request: annotationsSchema, response: nothing },
  /** Hides all of these experiments or none. They can be restored for a day; after that they are deleted for good. */
  deleteExperiments: { request: experimentIds, response: nothing },
  restoreExperiments: { request: experimentIds, response: nothing },
  /** Writes result.json and the weights into a folder that the person chooses. Returns its name, or null. */
  exportResult: {
    request: z.strictObject({ experimentId: id, baseline: variantSchema.shape.name.optional() }),
    response: z.string().nullable(),
  },
  /** Writes the runs into a file (event files: a folder) that the person chooses. Returns its name, or null. */
  exportRuns: {
    request: z.strictObject({
      runIds: z.array(id).min(1).max(mostRunsAtOnce),
      format: z.enum(exportFormats),
      /** Language of the report's texts; other formats have no texts. */
      language: z.enum(["en", "ko"]),
      /** The variant that was chosen as the baseline of an experiment. */
      baselines: z
        .array(z.strictObject({ experimentId: id, variant: variantSchema.shape.name }))
        .max(mostRunsAtOnce)
        .optional(),
    }),
    response: z.string().nullable(),
  },
  /** Writes a chart as the page drew it to a place that the person chooses. Returns the file's name, or null. */
  saveChart: {
    request: z.strictObject({
      name: z.string().min(1).max(200),
      format: z.enum(["svg", "png"]),
      content: z.instanceof(Uint8Array).refine(({ length }) => length <= 50_000_000, "too large"),
    }),
    response: z.string().nullable(),
  },
  /**
   * Imports results that were chosen or dropped onto the window, each whole or not at all; null if the dialog was
   * closed.
   */
  importResult: {
    request: z.strictObject({ files: z.array(fileReferenceSchema).min(1).max(mostFiles).optional() }),
    response: z
      .strictObject({
        imported: z.array(importedExperimentSchema),
        refused: z.array(z.strictObject({ file: z.string(), failure: refusalSchema })),
      })
      .nullable(),
  },
  /** Gives the menu the page's language, the commands available now, and which choices are on. */
  showMenu: {
    request: z.strictObject({
      language: z.enum(["en", "ko"]),
      able: z.array(z.enum(commandNames)).max(commandNames.length),
      on: z.array(z.enum(commandNames)).max(commandNames.length),
    }),
    response: nothing,
  },
} as const;

export const events = {
  runChanged: runSummarySchema,
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
  /** At most four per second for each run. */
  runProgress: z.strictObject({
    runId: id,
    epoch: z.int(),
    samplesDone: z.int(),
    /** Training samples in one epoch. */
    samples: z.int(),
    samplesPerSecond: z.number(),
    secondsLeft: z.number().nullable(),
  }),
  /**
   * The disk is full, or the store's file cannot be written for another reason: all runs are paused, and their
   * measures wait. Sent again each second; sent with null once everything is written and the runs continue.
   */
  storeHindered: z.strictObject({ failure: failureSchema.nullable() }),
  /** A resumed run continues from its checkpoint, in this epoch. */
  runContinued: z.strictObject({ runId: id, epoch: z.int() }),
  /** A problem that does not end the run, for example a damaged checkpoint. */
  runNoticed: z.strictObject({ runId: id, failure: failureSchema }),
  /** Another window or terminal wrote to the store; checked about once a second. */
  storeChanged: nothing,
  /** Files that were dropped onto the window or opened with the lab: the kind of each, or why it cannot be opened. */
  filesDropped: z.strictObject({
    files: z.array(z.strictObject({ file: fileReferenceSchema, ...recognised })),
  }),
  /** The person chose an item of the menu on which the page acts. */
  menuChosen: z.strictObject({ command: z.enum(commandNames) }),
} as const;

export type Verb = keyof typeof verbs;
export type Request<V extends Verb> = z.infer<(typeof verbs)[V]["request"]>;
export type Response<V extends Verb> = z.infer<(typeof verbs)[V]["response"]>;
export type EventName = keyof typeof events;
export type EventOf<E extends EventName> = z.infer<(typeof events)[E]>;

/** What every implementation of the lab provides: one function per verb. */
export type LabVerbs = { [V in Verb]: (request: Request<V>) => Promise<Response<V>> };

/** An answer that can cross a process border: an Error would lose its code and parameters there. */
export type Envelope<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** The object that the preload script puts on `window.lab`. */
export type LabBridge = { [V in Verb]: (request: Request<V>) => Promise<Envelope<Response<V>>> } & {
  /** Returns the function that ends the subscription. */
  on<E extends EventName>(event: E, listener: (payload: EventOf<E>) => void): () => void;
};

export type Preview = z.infer<typeof previewSchema>;
export type ExperimentDetail = z.infer<typeof experimentDetailSchema>;
