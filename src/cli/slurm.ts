import { join, resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { version } from "../../package.json";
import { Previews } from "../execution/previews";
import type { Experiment } from "../experiment/schema";
import type { WorkerLauncher } from "../execution/workers";
import { isMissing } from "../experiment/missing";
import { LabError } from "../messages/failure";
import {
  checkForSlurm,
  newSweep,
  type Plan,
  planArray,
  type SlurmWish,
  submitArray,
  submitSweep,
} from "../slurm/submit";
import { findSweep, readArrays, runsOf, type SlurmSweep } from "../slurm/sweep-folder";
import { counted, isPartition, leastMinutes, minutesOf } from "../slurm/script";
import { collectSweep } from "../slurm/collect";
import { keepSweepNow } from "../slurm/sweep-now";
import { databaseFile, labFolder } from "../store/folders";
import { Store } from "../store/store";
import { exitCodes } from "./exit-codes";
import { positive } from "./options";

export interface SlurmFlags {
  readonly slurm?: true;
  readonly partition?: string;
  readonly time?: string;
  readonly arrayLimit?: number;
  readonly shared?: string;
  readonly dryRun?: true;
}

/** Elements of an array that hardly any site refuses. */
const usualLimit = 100;

export function withSlurmOptions(command: Command): Command {
  return command
    .option(
      "--slurm",
      "submit the runs to Slurm as one job array, instead of training here; then --jobs are the cores of an element (default: 1)",
    )
    .option("--partition <name>", "with --slurm: the partition (default: the site's)", partition)
    .option(
      "--time <limit>",
      "with --slurm: time limit of an element, such as 4:00:00 or 2-12 (default: the partition's)",
      time,
    )
    .option(
      "--array-limit <n>",
      `with --slurm: at most so many elements; each trains its share of the runs (default: ${usualLimit})`,
      positive,
    )
    .option("--dry-run", "with --slurm: print the script and which element trains what; submit nothing");
}

/** What does not go together; null if all does. */
export function slurmFault(
  flags: SlurmFlags & { readonly out?: string; readonly queue?: string },
): string | null {
  const without = { partition: "partition", time: "time", arrayLimit: "array-limit", dryRun: "dry-run" };
  if (!flags.slurm) {
    const unused = Object.entries(without).find(([key]) => flags[key as keyof typeof without] !== undefined);
    return unused ? `error: --${unused[1]} goes with --slurm only` : null;
  }
  if (flags.queue !== undefined) return "error: --queue does not go with --slurm: choose one of them";
  if (/^https?:/.test(flags.shared ?? "")) return "error: with --slurm, --shared is a folder";
  if (flags.out === undefined) return null;
  return "error: --out does not go with --slurm: lab collect brings the results home";
}

/** What the flags ask of Slurm. @param command whose --jobs may be its default, which is meant for this machine */
export function wishOf(flags: SlurmFlags & { readonly jobs: number }, command: Command): SlurmWish {
  const { partition: name, time: limit, arrayLimit = usualLimit, jobs } = flags;
  return {
    partition: name,
    time: limit,
    arrayLimit,
    jobs: command.getOptionValueSource("jobs") === "default" ? 1 : jobs,
    // The script runs the very program that runs now.
    lab: [process.execPath, join(__dirname, "cli.cjs")],
  };
}

/**
 * Submits every run of an experiment as one job array, or shows what it would submit.
 * @returns the exit code
 * @throws LabError as `checkForSlurm`, `planArray` and `submitSweep` do
 */
export async function sweepOnSlurm(
  experiment: Experiment,
  previews: Previews,
  { shared, dryRun }: SlurmFlags,
  wish: SlurmWish,
): Promise<number> {
  const wide = await checkForSlurm(experiment, previews).finally(() => previews.close());
  const { sweep, folder } = newSweep(sharedFolder(shared), experiment, { lab: version, wide });
  const plan = await planArray(sweep, folder, 1, runsOf(experiment), wish);
  return dryRun ? showPlan(plan) : submitNew(sweep, folder, plan, wish);
}

/**
 * Submits the runs of an experiment that are missing: of a sweep on Slurm those that no element will train any more, of an experiment in the store those
 * that are not done.
 * @returns the exit code
 * @throws LabError `noSuchExperiment`, `idNotUnique`, `slurmOtherVersion`, and as `sweepOnSlurm`
 */
export async function resumeOnSlurm(
  idStart: string,
  launch: WorkerLauncher,
  { shared, dryRun }: SlurmFlags,
  wish: SlurmWish,
): Promise<number> {
  const store = new Store(databaseFile());
  try {
    const folder = findSweep(labFolder(), idStart);
    if (folder === null) return await resumeStored(store, idStart, launch, { shared, dryRun }, wish);
    const { sweep, lacking } = await collectSweep(folder, store, labFolder());
    if (sweep.lab !== version) throw new LabError("slurmOtherVersion", { found: sweep.lab, known: version });
    const missing = lacking.filter((run) => !run.isComing && !run.isOver);
    if (missing.length === 0) return nothingToSubmit(sweep, lacking.filter((run) => run.isComing).length);
    const array = Math.max(0, ...readArrays(folder).map(({ number }) => number)) + 1;
    const plan = await planArray(sweep, folder, array, missing, wish);
    if (dryRun) return showPlan(plan);
    const job = await submitArray(folder, plan, wish);
    process.stdout.write(submittedText(sweep, folder, job, plan));
    await keepSweepNow(labFolder(), await collectSweep(folder, store, labFolder()));
    return exitCodes.done;
  } finally {
    store.close();
  }
}

async function resumeStored(
  store: Store,
  idStart: string,
  launch: WorkerLauncher,
  { shared, dryRun }: SlurmFlags,
  wish: SlurmWish,
): Promise<number> {
  const ids = store.idsFrom(idStart);
  if (ids.length === 0) throw new LabError("noSuchExperiment", { id: idStart });
  if (ids.length > 1) throw new LabError("idNotUnique", { start: idStart, ids: ids.join(", ") });
  const { id, created, experiment, runs } = store.experiment(ids[0]!);
  const missing = new Set(runs.filter(isMissing).map(({ variant, seed }) => `${seed} ${variant}`));
  const toTrain = runsOf(experiment).filter(({ variant, seed }) => missing.has(`${seed} ${variant.name}`));
  if (toTrain.length === 0)
    return nothingToSubmit({ id, experiment }, runs.filter((run) => run.ended === null).length);
  const previews = new Previews(launch);
  const wide = await checkForSlurm(experiment, previews).finally(() => previews.close());
  const { sweep, folder } = newSweep(sharedFolder(shared), experiment, { lab: version, wide, id, created });
  const plan = await planArray(sweep, folder, 1, toTrain, wish);
  return dryRun ? showPlan(plan) : submitNew(sweep, folder, plan, wish);
}

async function submitNew(
  sweep: Omit<SlurmSweep, "files">,
  folder: string,
  plan: Plan,
  wish: SlurmWish,
): Promise<number> {
  const job = await submitSweep(sweep, folder, labFolder(), plan, wish);
  process.stdout.write(submittedText(sweep, folder, job, plan));
  // The history shows that it waits.
  const store = new Store(databaseFile());
  const collected = await collectSweep(folder, store, labFolder()).finally(() => store.close());
  await keepSweepNow(labFolder(), collected);
  return exitCodes.done;
}

function sharedFolder(shared: string | undefined): string {
  return shared === undefined ? join(labFolder(), "slurm") : resolve(shared);
}

function showPlan(plan: Plan): number {
  process.stdout.write(planText(plan));
  return exitCodes.done;
}

function nothingToSubmit({ id, experiment }: Pick<SlurmSweep, "id" | "experiment">, coming: number): number {
  const rest = coming === 0 ? "" : ` ${coming} of its runs wait or train.`;
  process.stdout.write(`${experiment.name} (${id}): nothing to submit.${rest}\n`);
  return exitCodes.done;
}

function submittedText(
  { id, experiment }: Pick<SlurmSweep, "id" | "experiment">,
  folder: string,
  job: string,
  { elements }: Plan,
): string {
  const runs = elements.reduce((sum, each) => sum + each.length, 0);
  return `${experiment.name} (${id}): ${counted(runs, "run")} in ${counted(elements.length, "element")} of Slurm's job ${job}.
Their files are in ${folder}; lab collect ${id} brings home what is there, also before all of it is.
`;
}

/** Runs of an element that are named. */
const mostNamed = 4;

/** The script, and which element trains what. */
function planText({ elements, script, isLimitKnown }: Plan): string {
  const lines = elements.map((runs, number) => {
    const named = runs.slice(0, mostNamed).map(({ variant, seed }) => `${variant.name} (seed ${seed})`);
    const more = runs.length > mostNamed ? [`and ${runs.length - mostNamed} more`] : [];
    return `element ${number}: ${[...named, ...more].join(", ")}\n`;
  });
  const unknown = isLimitKnown
    ? ""
    : "Slurm does not answer here, so its own limit of an array is not known.\n";
  return `${script}\n${lines.join("")}${unknown}Nothing was submitted.\n`;
}

function partition(text: string): string {
  if (isPartition(text)) return text;
  throw new InvalidArgumentError("A partition's name has letters, digits, dots, hyphens and underscores.");
}

function time(text: string): string {
  const minutes = minutesOf(text);
  if (minutes === null) {
    throw new InvalidArgumentError(
      "Give minutes, or a time such as 4:00:00 (hours) or 2-12 (days and hours).",
    );
  }
  if (minutes >= leastMinutes) return text;
  throw new InvalidArgumentError(
    `It must be ${leastMinutes} minutes or more: a minute before its end, the lab writes checkpoints.`,
  );
}
