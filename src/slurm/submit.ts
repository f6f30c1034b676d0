import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { shapeOfData } from "../data/kinds";
import type { Previews } from "../execution/previews";
import { threadsOf } from "../execution/threads";
import { checkExperiment } from "../experiment/check";
import type { DataShape, Experiment } from "../experiment/schema";
import { errorOf, LabError, refusalFor } from "../messages/failure";
import { mostElements, submitScript } from "./commands";
import { copyData } from "./copy-data";
import { packed } from "./pack";
import { isFolderForSlurm, scriptName, scriptOf } from "./script";
import {
  readArrays,
  rememberSweep,
  type SlurmSweep,
  type SweepRun,
  write,
  writeArray,
  writeJob,
  writeSweep,
} from "./sweep-folder";

/** What a person asks of Slurm. */
export interface SlurmWish {
  readonly partition?: string | undefined;
  readonly time?: string | undefined;
  /** The most elements; Slurm's own limit may be lower. */
  readonly arrayLimit: number;
  /** Runs that an element trains at the same time. */
  readonly jobs: number;
  /** The program and its first parameters. */
  readonly lab: readonly string[];
}

export interface Plan {
  readonly array: number;
  readonly elements: readonly (readonly SweepRun[])[];
  readonly script: string;
  /** Whether Slurm was asked for its limit. */
  readonly isLimitKnown: boolean;
}

/**
 * Checks an experiment against its data, as a lab does before it trains.
 * @returns whether a run takes all cores that there are
 * @throws LabError `experimentFaults`, `slurmHalving`, as previews do
 */
export async function checkForSlurm(
  experiment: Experiment,
  previews: Pick<Previews, "ask">,
): Promise<boolean> {
  // Its runs wait for each other, and elements begin when it suits Slurm.
  if (experiment.evaluation.halving !== undefined) throw new LabError("slurmHalving");
  const shape = shapeOfData(experiment.data) ?? (await shapeByLooking(experiment, previews));
  const { experiment: checked, faults } = checkExperiment(experiment, shape);
  if (!checked) throw refusalFor("experimentFaults", faults);
  return shape !== undefined && threadsOf(experiment, shape) > 1;
}

/** The first array of a sweep, or one for those of its runs that are missing. */
export async function planArray(
  { id, experiment }: Pick<SlurmSweep, "id" | "experiment">,
  folder: string,
  array: number,
  runs: readonly SweepRun[],
  wish: SlurmWish,
): Promise<Plan> {
  if (!isFolderForSlurm(folder)) throw new LabError("slurmFolderName", { folder });
  const most = await mostElements().catch((error: unknown) => {
    if (error instanceof LabError) return null;
    throw error;
  });
  const elements = packed(runs, Math.min(wish.arrayLimit, most ?? Infinity));
  const about = { sweepId: id, name: experiment.name, array, folder };
  const script = scriptOf({ ...wish, ...about, runs: runs.length, elements: elements.length });
  return { array, elements, script, isLimitKnown: most !== null };
}

/**
 * Writes a new sweep's folder and submits its array.
 * @returns Slurm's number of the job
 * @throws LabError as `copyData` does, `slurmMissing`, `slurmRefused`; then nothing is left
 */
export async function submitSweep(
  sweep: Omit<SlurmSweep, "files">,
  folder: string,
  home: string,
  plan: Plan,
  wish: SlurmWish,
): Promise<string> {
  mkdirSync(folder, { recursive: true });
  try {
    const files = await copyData(sweep.experiment.data, folder);
    await writeSweep(folder, { ...sweep, files });
    const job = await submitArray(folder, plan, wish);
    await rememberSweep(home, sweep.id, folder);
    return job;
  } catch (error) {
    // Its name is new: nothing else is there. Only if sbatch did answer, elements may have begun.
    if (readArrays(folder).every(({ job }) => job === null)) rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Writes an array of a sweep into its folder and submits it. @returns Slurm's number of the job */
export async function submitArray(
  folder: string,
  { array, elements, script }: Plan,
  { partition, time }: SlurmWish,
): Promise<string> {
  const places = elements.map((runs) => runs.map(({ place }) => place));
  await writeArray(folder, { number: array, elements: places });
  await write(folder, scriptName(array), script);
  const said = { partition: partition !== undefined, time: time !== undefined };
  try {
    const job = await submitScript(folder, scriptName(array), said);
    await writeJob(folder, array, job);
    return job;
  } catch (error) {
    for (const name of [`array-${array}.json`, scriptName(array)])
      rmSync(join(folder, name), { force: true });
    throw error;
  }
}

/** For a sweep that is about to be submitted. @param shared a folder that every node sees */
export function newSweep(
  shared: string,
  experiment: Experiment,
  {
    lab,
    wide,
    id = randomBytes(8).toString("hex"),
    created = new Date().toISOString(),
  }: {
    readonly lab: string;
    readonly wide: boolean;
    /** Of an experiment that is in a store already. */
    readonly id?: string;
    readonly created?: string;
  },
): { sweep: Omit<SlurmSweep, "files">; folder: string } {
  const format = "dropout-lab-slurm-sweep-1" as const;
  return { sweep: { format, id, created, lab, experiment, wide }, folder: join(resolve(shared), id) };
}

async function shapeByLooking(
  { data }: Experiment,
  previews: Pick<Previews, "ask">,
): Promise<DataShape | undefined> {
  const { shape, failure } = await previews.ask(data);
  if (failure) throw errorOf(failure);
  return shape ?? undefined;
}
