import { basename, extname, resolve } from "node:path";
import { recogniseAll } from "../documents/dropped";
import type { DataFileKind } from "../fields/fields";
import { dataFiles, dataSchema, type DataSource, kindOfSource } from "../data/kinds";
import { kindOfFile } from "../documents/file-kind";
import { experimentForData } from "../experiment/for-table";
import type { Division } from "../fields/division";
import type { Look } from "./look";
import { dividedText, wayText } from "./divided-text";
import { asWished } from "./table";
import type { DataConfig, ExperimentInput } from "../experiment/schema";
import { errorOf, LabError } from "../messages/failure";
import { sayInTerminal } from "../messages/failures.terminal";

/** A file of a source, and which of its files it is. */
export interface DataPart {
  readonly path: string;
  readonly kind: DataFileKind;
}

/** What says all that a document needs: one file or folder, or two files that are found together. */
const whole = ["pictures", "arrays", "table"];
const mayBeHalf = ["array", "images"];

/** @returns null for a document, and what cannot be read: its reader says why */
export async function dataPartsOf(file: string): Promise<readonly DataPart[] | null> {
  const found = await kindOfFile(file).catch((error: unknown) => {
    const { code = "" } = error instanceof LabError ? error : {};
    if (code.startsWith("pictures") || code === "folderOfOthers") throw error;
    return null;
  });
  if (found !== null && whole.includes(found)) return [{ path: file, kind: found as DataFileKind }];
  if (found === null || !mayBeHalf.includes(found)) return null;
  const parts = await recogniseAll([file]);
  return parts.length === 2 ? parts.map(({ path, kind }) => ({ path, kind: kind as DataFileKind })) : null;
}

/**
 * An experiment for a folder or zip of images, or for arrays, and the choices that the lab made.
 * @throws LabError as the source does
 */
export async function documentForData(
  parts: readonly DataPart[],
  wishes: { readonly division?: Division; readonly test?: number },
  look: Look,
): Promise<{ document: ExperimentInput; decided: string }> {
  const { source, read } = readerFor(parts);
  // What is proposed is already taken for the rest of this answer.
  const { proposed = {}, shape, rows, failure, notes = [], divided: first } = await look(read({}));
  if (failure) throw errorOf(failure);
  const usual = asWished(first!.usual, wishes);
  const data = read({ ...proposed, ...usual });
  const { divided, failure: refused } = await look(data);
  if (refused) throw errorOf(refused);
  const [{ path: file = "" } = {}] = parts;
  const name = basename(file, extname(file)) || source;
  const document = experimentForData(name, data, shape!);
  const { training, seeds } = document;
  const settings = Object.entries(proposed).map(([setting, value]) => `${setting} ${value}`);
  const kindOfTask =
    shape!.task === "regression" ? "regression" : `classification, ${shape!.outputs} classes`;
  const told = [
    `${kindOfTask}, from ${shape!.features} values`,
    ...("transposed" in data && data.transposed ? ["images turned over, because the name says EMNIST"] : []),
    ...(settings.length > 0 ? [settings.join(", ")] : []),
    `of ${rows} samples ${wayText(divided!, usual.division)}${wishes.division ? "" : " (--division says otherwise)"}`,
    `two hidden layers, ${training?.epochs} epochs, ${seeds?.length} seeds`,
  ];
  const leftOut = notes.map((note) => `${sayInTerminal(note)}\n`).join("");
  return {
    document,
    decided: `Decided: ${told.join("; ")}.\n${dividedText(divided!, usual.division)}${leftOut}`,
  };
}

/** Some files as data: `read` makes it, with more settings. */
export function readerFor(parts: readonly DataPart[]): {
  readonly source: DataSource;
  readonly following: Readonly<Record<string, unknown>>;
  readonly read: (more: object) => DataConfig;
} {
  const { source, ...files } = sourceFor(parts);
  // What follows from the files' names, as where they are chosen in the window.
  const { follow } = kindOfSource(source);
  const following = Object.assign(
    {},
    ...Object.keys(files).map((key) => follow?.(files as never, key) ?? {}),
  ) as Record<string, unknown>;
  const read = (more: object) =>
    dataSchema.parse({ source, ...files, ...following, train: 1, validation: 1, ...more });
  return { source, following, read };
}

/** The source of some files, with their paths. */
function sourceFor(parts: readonly DataPart[]): { source: DataSource } & Record<string, string> {
  const fieldFor = (kind: DataFileKind) => dataFiles.find(({ opens }) => opens === kind)!;
  const paths = parts.map(({ kind, path }) => [fieldFor(kind).key, resolve(path)]);
  return { source: fieldFor(parts[0]!.kind).source, ...Object.fromEntries(paths) } as never;
}
