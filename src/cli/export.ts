import { relative, resolve } from "node:path";
import { modelFormats } from "../contract/contract";
import { bestRun } from "../report/best-run";
import { type MadeModel, makeModel, type ModelFormat } from "../documents/export-model";
import { exportText, type TextFormat, writeRuns } from "../documents/export-runs";
import type { Lab } from "../lab/lab";
import { refuseProtected } from "../documents/protected-files";
import type { Language } from "../messages/language";
import type { ToldExperiment } from "../report/told";
import { expectVariant } from "./baseline";
import { fittingRuns, type RunWish } from "./chosen-run";
import { writeToOutput } from "./output";
import { wholeId } from "./whole-id";

/** Where each format goes: a file, a folder for event files, or "-" for standard output. */
export interface ExportFlags extends Partial<Record<TextFormat | ModelFormat, string>>, RunWish {
  readonly tensorboard?: string;
  readonly language: Language;
  readonly baseline?: string;
}

const textFormats = ["csv", "json", "html"] as const;

/** The problem with the flags, or null. */
export function exportFault(ids: readonly string[], flags: ExportFlags): string | null {
  const toOutput = textFormats.filter((format) => flags[format] === "-");
  if (toOutput.length > 1) return `Only one of --${toOutput.join(" and --")} can go to standard output.`;
  const models = modelFormats.filter((format) => flags[format] !== undefined);
  if (models.some((format) => flags[format] === "-")) return "A model goes to a file or folder of its own.";
  if (models.length > 0 && ids.length > 1) return "A model is that of one run: give one id.";
  if (flags.tensorboard === "-") return "TensorBoard reads a folder of files: give --tensorboard a folder.";
  const places = [...textFormats, ...models]
    .flatMap((format) => flags[format] ?? [])
    .map((place) => resolve(place));
  if (new Set(places).size < places.length) return "Give each format a file of its own.";
  if (flags.tensorboard === undefined && places.length === 0)
    return "Say what to write: --csv, --json, --html, --tensorboard or a model (see --help), one or several.";
  return null;
}

/** Whether tables, reports or event files are asked for. */
function wantsRuns(flags: ExportFlags): boolean {
  return flags.tensorboard !== undefined || textFormats.some((format) => flags[format] !== undefined);
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

/** Writes every run of the experiments in each requested format, and the model of one. Nothing is written if one of them cannot be. */
export async function exportRuns(lab: Lab, idStarts: readonly string[], flags: ExportFlags): Promise<void> {
  const models = await madeModels(lab, idStarts[0]!, flags);
  if (wantsRuns(flags)) await writeEveryRun(lab, idStarts, flags);
  for (const model of models)
    for (const path of await model.write()) process.stderr.write(`Written: ${relative("", path)}\n`);
}

async function writeEveryRun(lab: Lab, idStarts: readonly string[], flags: ExportFlags): Promise<void> {
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

/**
 * Makes the model of a run in each requested format; of several runs that of the best, with the lowest validation loss.
 * @throws LabError as `fittingRuns`, `trainedNetwork` and `makeModel` do
 */
async function madeModels(lab: Lab, start: string, flags: ExportFlags): Promise<MadeModel[]> {
  const formats = modelFormats.filter((format) => flags[format] !== undefined);
  if (formats.length === 0) return [];
  const network = lab.trainedNetwork(bestRun(await fittingRuns(lab, start, flags)).id);
  const { variant, seed, epoch } = network.origin;
  process.stderr.write(`Model: ${variant}, seed ${seed}, weights of epoch ${epoch}\n`);
  return Promise.all(
    formats.map(async (format) => {
      const model = await makeModel(network, format, resolve(flags[format]!));
      if (model.asNumbers.length > 0)
        process.stderr.write(
          `--${format} takes numbers in the place of texts, which model.json lists: ${model.asNumbers.join(", ")}\n`,
        );
      return model;
    }),
  );
}

/** On standard error, because the data may be on standard output. */
async function written(writing: Promise<void>, place: string): Promise<void> {
  await writing;
  process.stderr.write(`Written: ${place}\n`);
}
