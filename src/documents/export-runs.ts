import { dirname, join } from "node:path";
import type { Language } from "../messages/language";
import { csvOf } from "../report/csv";
import { fileNameOf } from "../report/file-names";
import { htmlOf } from "../report/html";
import { runsDocumentOf } from "../report/runs-document";
import { tensorboardFiles } from "../report/tensorboard";
import type { ToldExperiment } from "../report/told";
import type { ExperimentDetail, exportFormats } from "../contract/contract";
import { jsonText, makeFolderFor, writeDocument } from "./documents";
import { relativePaths } from "./paths";

export type ExportFormat = (typeof exportFormats)[number];
export type TextFormat = Exclude<ExportFormat, "tensorboard">;

/** @param folder paths of data files are written relative to it */
export function exportText(
  experiments: readonly ToldExperiment[],
  format: TextFormat,
  language: Language,
  folder: string,
): string {
  const told = experiments.map((detail) => ({
    ...detail,
    experiment: relativePaths(detail.experiment, folder),
  }));
  switch (format) {
    case "csv":
      return csvOf(told);
    case "json":
      return jsonText(runsDocumentOf(told));
    case "html":
      return htmlOf(told, language, new Date());
  }
}

/**
 * Writes runs in one of the formats of docs/formats.md.
 * @param place absolute path of the file; for event files, of the folder
 * @throws LabError `documentNotWritten`
 */
export async function writeRuns(
  experiments: readonly ToldExperiment[],
  format: ExportFormat,
  language: Language,
  place: string,
): Promise<void> {
  if (format !== "tensorboard") {
    await writeDocument(place, exportText(experiments, format, language, dirname(place)));
    return;
  }
  await makeFolderFor(place);
  for (const { path, bytes } of tensorboardFiles(experiments))
    await writeDocument(join(place, path), bytes, true);
}

/** The name of a file or folder with these runs, without an ending. @param experiments at least one */
export function exportName([first, ...others]: readonly ExperimentDetail[]): string {
  const name = fileNameOf(first!.experiment.name, "experiment");
  return others.length === 0 ? `${name}-${first!.id.slice(0, 8)}` : `${name}-and-${others.length}-more`;
}
