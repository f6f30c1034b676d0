import { dirname, resolve } from "node:path";
import { type Check, checkExperiment } from "../experiment/check";
import { presetIds, presets } from "../experiment/presets";
import type { Experiment, ExperimentInput, Task } from "../experiment/schema";
import { type Sweep, sweepOf } from "../experiment/sweep";
import { readJson } from "../documents/documents";
import { expectKind } from "../documents/file-kind";
import { absolutePaths } from "../documents/paths";
import { previewData } from "../data/load";
import { columnMeant } from "../data/table/kind";
import type { Division } from "../fields/division";
import type { ColumnChoice } from "../fields/table";
import { type ClaimId, claims } from "../literature/claims";
import { type Fault, LabError } from "../messages/failure";
import { sayFaultInTerminal } from "../messages/failures.terminal";
import { dataPartsOf, documentForData } from "./data-file";
import type { Look } from "./look";
import { withNetwork } from "./network";
import { documentForTable, isTable } from "./table";

/** Options of the command line that replace parts of the document. */
export interface Changes {
  readonly seeds?: number[];
  readonly epochs?: number;
  /** IDX files, relative to the folder in which the command was typed. */
  readonly images?: string;
  readonly labels?: string;
  readonly rates?: number[];
  /** Options for a table without a document. */
  readonly target?: string;
  readonly task?: Task;
  /** The claim of the literature that the table puts to the test. */
  readonly claim?: ClaimId;
  /** How rows are divided; of a document it replaces what it says. */
  readonly division?: Division;
  /** False if rows are no groups. */
  readonly group?: string | false;
  readonly test?: number;
  /** A file with another network. */
  readonly network?: string;
}

export interface CheckedDocument {
  /** With absolute paths; null if there are problems. */
  readonly experiment: Experiment | null;
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
  /** The choices that the lab made for data without a document, one per line. */
  readonly decided?: string;
}

/**
 * Reads a preset or a claim by its name, or a document from a file, changes it and checks the result.
 * @param look looks into data without a document; by default in this process
 * @throws LabError as `readJson` does
 */
export async function readDocument(
  nameOrFile: string,
  changes: Changes,
  look: Look = previewData,
): Promise<CheckedDocument> {
  const read = await readDocumentItself(nameOrFile, changes, look);
  if (changes.network === undefined || read.experiment === null) return read;
  const { told, ...check } = await withNetwork(read.experiment, changes.network, look);
  return { ...read, ...check, decided: (read.decided ?? "") + told };
}

async function readDocumentItself(
  nameOrFile: string,
  changes: Changes,
  look: Look,
): Promise<CheckedDocument> {
  const preset = readyDocument(nameOrFile);
  const isNamedTable = isTable(nameOrFile);
  const parts = preset || isNamedTable ? null : await dataPartsOf(nameOrFile);
  if (isNamedTable || parts?.[0]!.kind === "table") {
    const { document, decided } = await documentForTable(nameOrFile, changes, look);
    return { ...checked(document, changes, ["division", "group", "test"]), decided };
  }
  if (changes.target !== undefined || changes.task !== undefined || changes.claim !== undefined)
    throw new LabError("tableWishesUnused", { file: nameOrFile });
  if (parts !== null) {
    const { document, decided } = await documentForData(parts, changes, look);
    // No other data has columns: the check says so of a group.
    return { ...checked(document, changes, ["division", "test"]), decided };
  }
  if (!preset) await expectKind(nameOrFile, "experiment");
  const document = preset ?? (await readJson(nameOrFile, "experiment", withPath));
  const folder = preset ? process.cwd() : dirname(resolve(nameOrFile));
  const { experiment, ...told } = checked(document, changes);
  return { experiment: experiment && absolutePaths(experiment, folder), ...told };
}

type DivisionChange = "division" | "group" | "test";

/**
 * The changed document; with rates, their variants replace the document's.
 * @param known what the document was made with
 */
function checked(document: unknown, changes: Changes, known: readonly DivisionChange[] = []): Check {
  const check = checkExperiment(withChanges(document, changes, known));
  if (!check.experiment || changes.rates === undefined) return check;
  return checkExperiment(sweepOf(check.experiment, { rates: changes.rates }));
}

/** Like `readDocument`, with the sweep's variants instead of the document's. */
export async function readSweep(
  nameOrFile: string,
  changes: Changes,
  sweep: Sweep,
  look?: Look,
): Promise<CheckedDocument> {
  const read = await readDocument(nameOrFile, changes, look);
  return read.experiment ? { ...read, ...checkExperiment(sweepOf(read.experiment, sweep)) } : read;
}

/** Problems and warnings, one a line. */
export function sayFaults(kind: "problem" | "warning", faults: readonly Fault[]): string {
  const lines = faults.map((fault) => `${kind}: ${sayFaultInTerminal(fault)}\n`);
  const filesLack = faults.some(({ code }) => code === "fileNotChosen");
  return lines.join("") + (filesLack ? "Give the files with --images and --labels.\n" : "");
}

/** That of a preset or of a claim of the literature with this name; null if there is none. */
function readyDocument(name: string): ExperimentInput | null {
  const ready = { ...presets, ...claims };
  return Object.hasOwn(ready, name) ? ready[name as keyof typeof ready].document : null;
}

/** A terminal shows paths as they were typed. */
function withPath(file: string, error: unknown) {
  return { file, detail: whyNotRead(error) };
}

function whyNotRead(error: unknown): string {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") {
    return `there is no such file; the presets are ${presetIds.join(", ")}`;
  }
  return error instanceof Error ? error.message : String(error);
}

/** A document that is not an object stays unchanged; the check reports it. */
function withChanges(
  document: unknown,
  { seeds, epochs, images, labels, ...changes }: Changes,
  known: readonly DivisionChange[],
): unknown {
  if (!isObject(document)) return document;
  const { training = {}, data } = document;
  const columns =
    isObject(data) && Array.isArray(data["columns"])
      ? (data["columns"].filter(isObject) as unknown as ColumnChoice[])
      : [];
  const { group: text, ...others } = changes;
  const wished = { ...others, ...(text && { group: columnMeant(columns, text) }) };
  return {
    ...document,
    ...(seeds && { seeds }),
    ...(epochs !== undefined && isObject(training) && { training: { ...training, epochs } }),
    ...(isObject(data) && {
      data: {
        ...data,
        ...(images !== undefined && { images: resolve(images) }),
        ...(labels !== undefined && { labels: resolve(labels) }),
        ...Object.fromEntries(
          (["division", "group", "test"] as const)
            .filter((key) => wished[key] !== undefined && !known.includes(key))
            .map((key) => [key, wished[key]]),
        ),
        ...(text === false && { group: undefined }),
      },
    }),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
