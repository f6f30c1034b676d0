import { join } from "node:path";
import { sourceOf } from "../data/sources";
import { resampled } from "../experiment/resampling";
import type { Experiment, Variant } from "../experiment/schema";
import { kerasScript } from "../interchange/code/keras";
import { dataFile, inputOf, type Script, type ScriptPlan } from "../interchange/code/plan";
import { pytorchScript } from "../interchange/code/pytorch";
import { scriptPlanOf } from "../interchange/code/script-plan";
import type { codeFrameworks } from "../contract/shell";
import { dataFileOf, scalingOfRaw } from "./code-data";
import { makeFolderFor, writeDocument } from "./documents";

/** The programs that train an experiment elsewhere. */
export const scripts: Readonly<Record<Framework, (plan: ScriptPlan) => Script>> = {
  pytorch: pytorchScript,
  keras: kerasScript,
};
export type Framework = (typeof codeFrameworks)[number];

/** What a script trains. */
export interface Trained {
  readonly experiment: Experiment;
  readonly variant: Variant;
  readonly seed: number;
}

/**
 * The plan of a run, and data.npz with the raw rows that it loads.
 * @throws LabError if the files of the data are missing, damaged or too large
 */
export async function planAndData({
  experiment,
  variant,
  seed,
}: Trained): Promise<{ readonly plan: ScriptPlan; readonly data: Uint8Array<ArrayBuffer> }> {
  const config = resampled(experiment.data, experiment.evaluation.resample, seed);
  const raw = await sourceOf(config).load(config);
  const scaling = scalingOfRaw(raw);
  const plan = scriptPlanOf(experiment, variant, seed, raw.shape, scaling);
  return { plan, data: dataFileOf(raw, scaling, inputOf(plan)) };
}

/**
 * Writes train.py and the data that it loads into a folder.
 * @param folder absolute path
 * @throws LabError `documentNotWritten`, `fileProtected`, and as `planAndData` does
 */
export async function writeCode(trained: Trained, framework: Framework, folder: string): Promise<void> {
  const { plan, data } = await planAndData(trained);
  await makeFolderFor(folder);
  await writeDocument(join(folder, dataFile), data, true);
  await writeDocument(join(folder, "train.py"), scripts[framework](plan).text, true);
}
