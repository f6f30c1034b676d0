import { basename, extname, resolve } from "node:path";
import { dataFiles, dataSchema } from "../data/kinds";
import { previewData } from "../data/load";
import { kindOfFile } from "../documents/file-kind";
import { experimentForData } from "../experiment/for-table";
import type { Division } from "../fields/division";
import { dividedText, wayText } from "./divided-text";
import { asWished } from "./table";
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
  wishes: { readonly division?: Division; readonly test?: number },
): Promise<{ document: ExperimentInput; decided: string }> {
  const { source, key } = dataFiles.find(({ opens }) => opens === kind)!;
  const read = (more: object) =>
    dataSchema.parse({ source, [key]: resolve(file), train: 1, validation: 1, ...more });
  // What is proposed is already taken for the rest of this answer.
  const { proposed = {}, shape, rows, failure, notes = [], divided: first } = await previewData(read({}));
  if (failure) throw errorOf(failure);
  const usual = asWished(first!.usual, wishes);
  const data = read({ ...proposed, ...usual });
  const { divided, failure: refused } = await previewData(data);
  if (refused) throw errorOf(refused);
  const name = basename(file, extname(file)) || source;
  const document = experimentForData(name, data, shape!);
  const { training, seeds } = document;
  const settings = Object.entries(proposed).map(([setting, value]) => `${setting} ${value}`);
  const kindOfTask =
    shape!.task === "regression" ? "regression" : `classification, ${shape!.outputs} classes`;
  const told = [
    `${kindOfTask}, from ${shape!.features} values`,
    settings.join(", "),
    `of ${rows} samples ${wayText(divided!, usual.division)}${wishes.division ? "" : " (--division says otherwise)"}`,
    `two hidden layers, ${training?.epochs} epochs, ${seeds?.length} seeds`,
  ];
  const leftOut = notes.map((note) => `${sayInTerminal(note)}\n`).join("");
  return {
    document,
    decided: `Decided: ${told.join("; ")}.\n${dividedText(divided!, usual.division)}${leftOut}`,
  };
}
