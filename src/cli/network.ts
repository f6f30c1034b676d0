import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileSize, readFailure } from "../data/files";
import { type Check, checkExperiment, shapeOfData } from "../experiment/check";
import type { DataShape, Experiment } from "../experiment/schema";
import { mostFileBytes, readNetworkFile } from "../interchange/files/network-file";
import { withReading } from "../interchange/read/with-reading";
import type { NetworkReading } from "../interchange/read/read-text";
import { errorOf, LabError, sayFailure } from "../messages/failure";
import type { Look } from "./look";

/** The experiment with the network of a file, and a line for each part of the file that the lab does not have. */
export async function withNetwork(
  experiment: Experiment,
  file: string,
  look: Look,
): Promise<Check & { readonly told: string }> {
  const shape = shapeOfData(experiment.data) ?? (await shapeOf(experiment, look)) ?? undefined;
  const reading = await readNetworkFile(basename(file), await bytesOf(file), shape);
  return { ...checkExperiment(withReading(experiment, reading), shape), told: textOf(file, reading) };
}

export async function shapeOf({ data }: Experiment, look: Look): Promise<DataShape | null> {
  const { shape, failure } = await look(data);
  if (failure) throw errorOf(failure);
  return shape ?? null;
}

/** @throws LabError `readFileTooLarge`, and as `fileSize` does */
export async function bytesOf(file: string): Promise<Uint8Array> {
  if ((await fileSize(file)) > mostFileBytes)
    throw new LabError("readFileTooLarge", { file: basename(file), limit: mostFileBytes / 2 ** 20 });
  return readFile(file).catch((error: unknown) => {
    throw readFailure(error, file);
  });
}

function textOf(file: string, { layers, notes }: NetworkReading): string {
  return `Network: ${layers.length} layers from ${basename(file)}.\n${notesText(notes)}`;
}

/** A line for each thing that was told. */
export function notesText(notes: NetworkReading["notes"]): string {
  const lines = notes.map((note) => {
    const place = note.line === undefined ? "" : `line ${note.line}: `;
    return `  ${place}${sayFailure({ code: note.code, parameters: note.parameters })}\n`;
  });
  return lines.join("");
}
