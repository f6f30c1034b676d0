import { z } from "zod";
import { dataFiles } from "../data/kinds";
import { experimentSchema, variantSchema } from "../experiment/schema";
import { dataFileKinds } from "../fields/fields";
import { failureSchema, refusalSchema } from "../messages/failure";
import { languages } from "../messages/language";
import { commandNames } from "./commands";
import { fileReferenceSchema } from "./file-reference";
import { mostRunsAtOnce } from "./lab";
import { licenceSchema } from "./licence";
import { experimentSummarySchema, id } from "./run-summary";

/** What the program around the page does and tells: dialogs, clipboard, menu, licences, dropped files. */

const nothing = z.strictObject({});

/** Files that the window opens or imports, each in its own way. */
export const openedKinds = ["experiment", "runs", "result", ...dataFileKinds] as const;
export type OpenedKind = (typeof openedKinds)[number];

const recognised = { kind: z.enum(openedKinds).nullable(), failure: failureSchema.nullable() };

/** Formats in which the selected runs, also of several experiments, can be exported. */
export const exportFormats = ["csv", "json", "html", "tensorboard"] as const;

/** Formats in which a run's trained network can be carried out. */
export const modelFormats = ["pytorch", "keras", "onnx", "savedModel", "tfjs"] as const;

/** Frameworks of which programs are written. */
export const codeFrameworks = ["pytorch", "keras"] as const;

/** A chart as a picture, and the numbers behind it. */
export const chartFormats = ["svg", "png", "csv"] as const;

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

export const shellVerbs = {
  /** One entry for each part that ships, the lab itself first. */
  getLicences: { request: nothing, response: z.array(licenceSchema) },
  /** Copies versions, machine, backend and the last errors to the clipboard, without personal data. */
  copyDiagnostics: { request: nothing, response: z.strictObject({ text: z.string() }) },
  /** Opens the system's dialog for a file or a folder; null when the person closes it. */
  chooseFile: {
    request: z.strictObject({
      purpose: z.enum(dataFiles.map(({ purpose }) => purpose)),
      folder: z.boolean().optional(),
    }),
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
      language: z.enum(languages),
      /** The variant that was chosen as the baseline of an experiment. */
      baselines: z
        .array(z.strictObject({ experimentId: id, variant: variantSchema.shape.name }))
        .max(mostRunsAtOnce)
        .optional(),
    }),
    response: z.string().nullable(),
  },
  /**
   * Writes the trained network of a run to a file or folder that the person chooses; of several runs that with the lowest validation loss.
   * Null if the person closes the dialog.
   */
  exportModel: {
    request: z.strictObject({
      runIds: z.array(id).min(1).max(mostRunsAtOnce),
      format: z.enum(modelFormats),
    }),
    response: z
      .strictObject({
        place: z.string(),
        /** The columns of texts that the format takes as numbers. */
        asNumbers: z.array(z.string()),
      })
      .nullable(),
  },
  /**
   * Writes a variant as a program of PyTorch or Keras that trains it, with the rows that it loads, into a folder that the person chooses.
   * Returns its name, or null.
   */
  saveCode: {
    request: z.strictObject({
      experiment: experimentSchema,
      variant: variantSchema,
      framework: z.enum(codeFrameworks),
    }),
    response: z.string().nullable(),
  },
  /** Writes a chart as the page drew it, or its numbers, to a place that the person chooses. Returns the file's name, or null. */
  saveChart: {
    request: z.strictObject({
      name: z.string().min(1).max(200),
      format: z.enum(chartFormats),
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
      language: z.enum(languages),
      able: z.array(z.enum(commandNames)).max(commandNames.length),
      on: z.array(z.enum(commandNames)).max(commandNames.length),
    }),
    response: nothing,
  },
  /** Writes to disk what the page keeps in its own storage, which Chromium otherwise does up to a minute later. */
  flushStorage: { request: nothing, response: nothing },
} as const;

export const shellEvents = {
  /** Files that were dropped onto the window or opened with the lab: the kind of each, or why it cannot be opened. */
  filesDropped: z.strictObject({
    files: z.array(z.strictObject({ file: fileReferenceSchema, ...recognised })),
  }),
  /** The person chose an item of the menu on which the page acts. */
  menuChosen: z.strictObject({ command: z.enum(commandNames) }),
} as const;

/** The verbs that show one of the system's dialogs to choose a place. */
export type DialogVerb = Exclude<
  keyof typeof shellVerbs,
  "getLicences" | "copyDiagnostics" | "showMenu" | "flushStorage"
>;
