import { z } from "zod";
import {
  environmentSchema,
  environmentSpanSchema,
  epochRecordSchema,
  failureSchema,
  type Failure,
  runStatusSchema,
} from "../experiment/result";
import { dataSchema, dataShapeSchema, experimentSchema } from "../experiment/schema";
import { commandNames } from "./commands";
import { annotationsSchema, historyQuerySchema, historySchema } from "./history";
import { licenceSchema } from "./licence";
import { experimentSummarySchema, id, runSummarySchema } from "./run-summary";

export type { Licence } from "./licence";
export type { Annotations, History, HistoryExperiment, HistoryQuery, HistoryRun } from "./history";
export type { ExperimentSummary, RunSummary } from "./run-summary";

/**
 * The one contract between the lab and its interfaces: verbs (request, response) and events. The preload bridge,
 * the main process's handlers, the renderer's `window.lab` type and the test doubles are all derived from it.
 *
 * The renderer never holds a path: wherever a document that crosses this border has one, it is a file reference
 * `file:<id>/<name>` that only main can resolve, and that main gives out only for files that the person chose.
 */
export const fileReferenceSchema = z.string().regex(/^file:[0-9a-f]{16}\/.+$/);

/** The name to show for a file reference. */
export function fileName(reference: string): string {
  return reference.replace(/^file:[0-9a-f]{16}\//, "");
}

const nothing = z.strictObject({});

/** Files that the window opens or takes in, each in its own way. */
export const openedKinds = ["experiment", "runs", "result", "table", "images", "labels"] as const;
export type OpenedKind = (typeof openedKinds)[number];

const recognised = { kind: z.enum(openedKinds).nullable(), failure: failureSchema.nullable() };

/** What a data source looks like. Samples are of the training split only; a table is the first rows of its file. */
export const previewSchema = z.strictObject({
  /** null where the target of a CSV is not there yet or not usable (then `failure` says why). */
  shape: dataShapeSchema.nullable(),
  failure: failureSchema.nullable(),
  /** Samples that the source holds: for generated sources train + validation. */
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
      /** One entry an image: width × height grey values 0-255, row-major. */
      pixels: z.array(z.instanceof(Uint8Array)),
      labels: z.array(z.int()),
    }),
    z.strictObject({
      kind: z.literal("table"),
      columns: z.array(z.string()),
      cells: z.array(z.array(z.string())),
      /** Number of the target column, null where there is none of that name. */
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
      /** What measured them; empty before the run began. */
      environments: z.array(environmentSpanSchema).optional(),
    }),
  ),
});

/** Runs whose records cross to the page, or into a file, in one answer. */
export const mostRunsAtOnce = 1000;

/** Ways to write chosen runs, also of several experiments, for other programs and people. */
export const exportFormats = ["csv", "json", "html", "tensorboard"] as const;

/** Files that are opened or dropped at once. */
const mostFiles = 10_000;

const importedExperimentSchema = z.strictObject({
  summary: experimentSummarySchema,
  /** Runs that came without the weights that they name. */
  weightsMissing: z.int(),
  /** It was here, deleted, and is back. */
  restored: z.boolean(),
});
export type ImportedExperiment = z.infer<typeof importedExperimentSchema>;

/** Runs in the queue: those of the largest experiment that a document can describe. One verb can hold or stop them all. */
export const mostQueued = 100_000;

/** Some runs, or all that go on in this lab, also those that the page has not heard of yet. */
const runs = z
  .strictObject({
    runIds: z.array(id).min(1).max(mostQueued).optional(),
    all: z.literal(true).optional(),
  })
  .refine(({ runIds, all }) => (runIds === undefined) !== (all === undefined), "one of runIds and all");
const experimentIds = z.strictObject({ experimentIds: z.array(id).min(1).max(mostQueued) });

export const verbs = {
  /** Version and size of the machine; answers at once. */
  describeLab: {
    request: nothing,
    response: z.strictObject({
      version: z.string(),
      cores: z.int(),
      platform: z.string(),
      /** What this program runs on; a terminal's lab has no Electron. */
      runtimes: z.strictObject({
        electron: z.string().nullable(),
        chromium: z.string().nullable(),
        node: z.string(),
      }),
    }),
  },
  /** Of all that ships, one entry a piece, the lab's own first. */
  getLicences: { request: nothing, response: z.array(licenceSchema) },
  /** Loads the backend once in a trainer process and tells what it is; takes a second or two the first time. */
  describeEnvironment: { request: nothing, response: environmentSchema },
  /** Puts versions, machine, backend and the last errors on the clipboard, as a text with nothing personal in it. */
  copyDiagnostics: { request: nothing, response: z.strictObject({ text: z.string() }) },
  previewData: { request: z.strictObject({ data: dataSchema }), response: previewSchema },
  /** Opens the system's file dialog; null when the person closes it. */
  chooseFile: {
    request: z.strictObject({ purpose: z.enum(["csv", "idxImages", "idxLabels"]) }),
    response: fileReferenceSchema.nullable(),
  },
  /**
   * Reads an experiment document that the person chooses, or one that was dropped onto the window. Of an export of runs the
   * one experiment: `file` is null then, for that file is not to be saved over.
   */
  openExperiment: {
    request: z.strictObject({ file: fileReferenceSchema.optional() }),
    response: z
      .strictObject({ experiment: experimentSchema, file: fileReferenceSchema.nullable() })
      .nullable(),
  },
  /**
   * Writes the document over the one that was opened or saved as `file`, else where the person says. The file's
   * reference, or null when the dialog was closed.
   */
  saveExperiment: {
    request: z.strictObject({ experiment: experimentSchema, file: fileReferenceSchema.optional() }),
    response: fileReferenceSchema.nullable(),
  },
  /** Puts every run of the experiment (variants × seeds) into the queue. */
  startExperiment: {
    request: z.strictObject({ experiment: experimentSchema }),
    response: experimentSummarySchema,
  },
  /**
   * Puts what is missing of an experiment back into the queue: every run that was interrupted, cancelled or failed, but for
   * those that would fail again whenever they are trained. Each keeps what it measured, goes on from its last checkpoint, and comes out as it would have without the break.
   */
  resumeExperiment: { request: z.strictObject({ experimentId: id }), response: experimentSummarySchema },
  /** What `resumeExperiment` would queue, and the epoch in which each run would go on: 1 without a checkpoint. */
  resumePoints: {
    request: z.strictObject({ experimentId: id }),
    response: z.strictObject({ runs: z.array(z.strictObject({ runId: id, epoch: z.int() })) }),
  },
  pauseRuns: { request: runs, response: nothing },
  resumeRuns: { request: runs, response: nothing },
  /** Ends the runs as cancelled; the epochs that were measured are kept. */
  stopRuns: { request: runs, response: nothing },
  /** The last ones that were made, newest first; all of them unless told. */
  listExperiments: {
    request: z.strictObject({ limit: z.int().min(1).optional() }),
    response: z.array(experimentSummarySchema),
  },
  getExperiment: { request: z.strictObject({ experimentId: id }), response: experimentDetailSchema },
  /** What matches, pinned experiments first, and one page of it. */
  searchHistory: { request: historyQuerySchema, response: historySchema },
  /** The experiments of these runs with the chosen runs only, in the order in which the request first names them. */
  getRuns: {
    request: z.strictObject({ runIds: z.array(id).min(1).max(mostRunsAtOnce) }),
    response: z.strictObject({ experiments: z.array(experimentDetailSchema) }),
  },
  /** Changes what is given and leaves the rest. A new name is the document's too. */
  annotateExperiment: { request: annotationsSchema, response: nothing },
  /** Hides them at once, all or none; for a day they can be restored, then they are gone. */
  deleteExperiments: { request: experimentIds, response: nothing },
  restoreExperiments: { request: experimentIds, response: nothing },
  /** Writes result.json and the weights into a folder that the person chooses; its name, or null. */
  exportResult: { request: z.strictObject({ experimentId: id }), response: z.string().nullable() },
  /** Writes the runs into a file (event files: a folder) that the person chooses; its name, or null. */
  exportRuns: {
    request: z.strictObject({
      runIds: z.array(id).min(1).max(mostRunsAtOnce),
      format: z.enum(exportFormats),
      /** Of the report's texts; the other formats have none. */
      language: z.enum(["en", "ko"]),
    }),
    response: z.string().nullable(),
  },
  /** Writes a chart as the page drew it where the person says; the name of the file, or null. */
  saveChart: {
    request: z.strictObject({
      name: z.string().min(1).max(200),
      format: z.enum(["svg", "png"]),
      content: z.instanceof(Uint8Array).refine(({ length }) => length <= 50_000_000, "too large"),
    }),
    response: z.string().nullable(),
  },
  /**
   * Takes results, chosen or dropped onto the window, into the store, each whole or not at all; null when the dialog was
   * closed.
   */
  importResult: {
    request: z.strictObject({ files: z.array(fileReferenceSchema).min(1).max(mostFiles).optional() }),
    response: z
      .strictObject({
        imported: z.array(importedExperimentSchema),
        refused: z.array(z.strictObject({ file: z.string(), failure: failureSchema })),
      })
      .nullable(),
  },
  /** Has the menu speak the page's language, and tells what the page can do now and which of its choices are on. */
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
  /** As `runChanged`, in place of very many: what these runs have in common now; all else is as it was. */
  runsChanged: z.strictObject({
    runIds: z.array(id),
    status: runStatusSchema,
    ended: z.string().nullable(),
  }),
  /** Sent after the record is in the store. */
  epochMeasured: z.strictObject({ runId: id, record: epochRecordSchema }),
  /** At most a few a second for each run. */
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
   * The disk is full, or the store's file cannot be written otherwise: all runs are held, and what they measured waits.
   * Told again each second; with null once all is written and the runs go on.
   */
  storeHindered: z.strictObject({ failure: failureSchema.nullable() }),
  /** A run that was started before continues from its checkpoint, in this epoch. */
  runContinued: z.strictObject({ runId: id, epoch: z.int() }),
  /** Something that people should know of and that does not end the run, as a checkpoint that was damaged. */
  runNoticed: z.strictObject({ runId: id, failure: failureSchema }),
  /** Another window or terminal wrote to the store; looked for about once a second. */
  storeChanged: nothing,
  /** Files dropped onto the window, or that the lab was opened with: what each is, or why it cannot be opened. */
  filesDropped: z.strictObject({
    files: z.array(z.strictObject({ file: fileReferenceSchema, ...recognised })),
  }),
  /** An item of the menu was chosen that the page acts on. */
  menuChosen: z.strictObject({ command: z.enum(commandNames) }),
} as const;

export type Verb = keyof typeof verbs;
export type Request<V extends Verb> = z.infer<(typeof verbs)[V]["request"]>;
export type Response<V extends Verb> = z.infer<(typeof verbs)[V]["response"]>;
export type EventName = keyof typeof events;
export type EventOf<E extends EventName> = z.infer<(typeof events)[E]>;

/** What every implementation of the lab does: one function a verb. */
export type LabVerbs = { [V in Verb]: (request: Request<V>) => Promise<Response<V>> };

/** An answer as it crosses a process border: an Error would lose its code and parameters there. */
export type Envelope<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** What the preload script puts on `window.lab`. */
export type LabBridge = { [V in Verb]: (request: Request<V>) => Promise<Envelope<Response<V>>> } & {
  /** Returns the function that ends the subscription. */
  on<E extends EventName>(event: E, listener: (payload: EventOf<E>) => void): () => void;
};

export type Preview = z.infer<typeof previewSchema>;
export type ExperimentDetail = z.infer<typeof experimentDetailSchema>;
