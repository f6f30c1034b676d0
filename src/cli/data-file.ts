import { basename, extname, resolve } from "node:path";
import { dataFiles, dataSchema } from "../data/kinds";
import { previewData } from "../data/load";
import { kindOfFile } from "../documents/file-kind";
import { experimentForData } from "../experiment/for-table";
import type { ExperimentInput } from "../experiment/schema";
import { errorOf, LabError } from "../messages/failure";
import { sayInTerminal } from "../messages/failures.terminal";

/** Sources of a single file or folder, which says all that a document needs. */
const kinds = ["pictures", "arrays", "table"] as const;
type Kind = (typeof kinds)[number];

/** @returns null for a document, and what cannot be read: its reader says why */
export async function dataKindOf(file: string): Promise<Kind | null> {
  const found = await kindOfFile(file).catch((error: unknown) => {
    const isMeant = error instanceof LabError && error.code.startsWith("pictures");
    if (isMeant) throw error;
    return null;
  });
  return kinds.find((kind) => kind === found) ?? null;
}

/**
 * An experiment for a folder or zip of images, or for arrays, and the choices that the lab made.
 * @throws LabError as the source does
 */
export async function documentForData(
  file: string,
  kind: Exclude<Kind, "table">,
): Promise<{ document: ExperimentInput; decided: string }> {
  const { source, key } = dataFiles.find(({ opens }) => opens === kind)!;
  const read = (more: object) =>
    dataSchema.parse({ source, [key]: resolve(file), train: 1, validation: 1, ...more });
  const { proposed = {} } = await previewData(read({}));
  const { shape, rows, failure, notes = [] } = await previewData(read(proposed));
  if (failure) throw errorOf(failure);
  const name = basename(file, extname(file)) || source;
  const document = experimentForData(name, read(proposed), { ...shape!, rows });
  const { training, seeds } = document;
  const settings = Object.entries(proposed).map(([setting, value]) => `${setting} ${value}`);
  const kindOfTask =
    shape!.task === "regression" ? "regression" : `classification, ${shape!.outputs} classes`;
  const told = [
    `${kindOfTask}, from ${shape!.features} values`,
    settings.join(", "),
    `${document.data.train} samples to train with and ${document.data.validation} to validate with, of ${rows}`,
    `two hidden layers, ${training?.epochs} epochs, ${seeds?.length} seeds`,
  ];
  const leftOut = notes.map((note) => `${sayInTerminal(note)}\n`).join("");
  return { document, decided: `Decided: ${told.join("; ")}.\n${leftOut}` };
}
