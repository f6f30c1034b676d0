import { resolve } from "node:path";
import { exportText, type TextFormat, writeRuns } from "../documents/export-runs";
import type { Lab } from "../lab/lab";
import { refuseProtected } from "../documents/protected-files";
import type { Language } from "../messages/language";
import type { ToldExperiment } from "../report/told";
import { expectVariant } from "./baseline";
import { writeToOutput } from "./output";
import { wholeId } from "./whole-id";

/** Where each format goes: a file, a folder for event files, or "-" for standard output. */
export interface ExportFlags extends Partial<Record<TextFormat, string>> {
  readonly tensorboard?: string;
  readonly language: Language;
  readonly baseline?: string;
}

const textFormats = ["csv", "json", "html"] as const;

/** The problem with the flags, or null. */
export function exportFault(flags: ExportFlags): string | null {
  const toOutput = textFormats.filter((format) => flags[format] === "-");
  if (toOutput.length > 1) return `Only one of --${toOutput.join(" and --")} can go to standard output.`;
  if (flags.tensorboard === "-") return "TensorBoard reads a folder of files: give --tensorboard a folder.";
  const places = textFormats.flatMap((format) => (flags[format] === undefined ? [] : resolve(flags[format])));
  if (new Set(places).size < places.length) return "Give each format a file of its own.";
  const isAny = flags.tensorboard !== undefined || textFormats.some((format) => flags[format] !== undefined);
  return isAny ? null : "Say what to write: --csv, --json, --html or --tensorboard, one or several.";
}

/**
 * A stored experiment, against this baseline.
 * @throws LabError `noSuchExperiment`, `idNotUnique`, `noSuchVariant`, `noSuchVariantNear`
 */
export async function toldExperiment(
  lab: Lab,
  idStart: string,
  baseline: string | undefined,
): Promise<ToldExperiment> {
  const detail = await lab.getExperiment({ experimentId: await wholeId(lab, idStart) });
  expectVariant(detail.experiment, baseline);
  return { ...detail, baseline, pictures: lab.picturesOf(detail.runs.map(({ id }) => id)) };
}

/** Writes every run of the experiments in each requested format. */
export async function exportRuns(lab: Lab, idStarts: readonly string[], flags: ExportFlags): Promise<void> {
  const experiments = await Promise.all(
    idStarts.map((idStart) => toldExperiment(lab, idStart, flags.baseline)),
  );
  const { language } = flags;
  // Nothing is written if one of the places is wrong.
  for (const place of [...textFormats.map((format) => flags[format]), flags.tensorboard])
    if (place !== undefined && place !== "-") await refuseProtected(resolve(place));
  for (const format of textFormats) {
    const place = flags[format];
    if (place === undefined) continue;
    if (place === "-") await writeToOutput(exportText(experiments, format, language, process.cwd()));
    else await written(writeRuns(experiments, format, language, resolve(place)), place);
  }
  if (flags.tensorboard !== undefined) {
    await written(
      writeRuns(experiments, "tensorboard", language, resolve(flags.tensorboard)),
      flags.tensorboard,
    );
  }
}

/** On standard error, because the data may be on standard output. */
async function written(writing: Promise<void>, place: string): Promise<void> {
  await writing;
  process.stderr.write(`Written: ${place}\n`);
}
