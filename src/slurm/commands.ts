import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { LabError } from "../messages/failure";

/** Slurm's own programs; nothing else here talks to Slurm. */

/** What a large cluster lists of 1,000 elements, and far more. */
const mostOutput = 64 * 2 ** 20;

/** Milliseconds after which Slurm counts as not answering. */
const patience = 60_000;

/** Settings of sbatch in the environment that would change what the script says (`man sbatch`, input environment variables). */
const ownSettings = ["ARRAY_INX", "SIGNAL", "REQUEUE", "NO_REQUEUE", "OPEN_MODE", "OUTPUT", "JOB_NAME"];

/** @returns its standard output. @throws LabError `slurmMissing`, `slurmRefused` with what it said */
export function slurm(
  program: string,
  parameters: readonly string[],
  { cwd, env = process.env }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const options = { cwd, env, maxBuffer: mostOutput, timeout: patience };
  return new Promise((resolve, reject) => {
    execFile(program, parameters, options, (error, output, said) => {
      if (!error) return resolve(output);
      if (error.code === ("ENOENT" as unknown)) return reject(new LabError("slurmMissing", { program }));
      const detail = said.trim().split("\n").at(-1) || String(error.code ?? error.signal);
      reject(new LabError("slurmRefused", { program, detail }, { cause: error }));
    });
  });
}

/**
 * Submits a script from its folder. What the script leaves open comes from sbatch's environment, such as SBATCH_ACCOUNT.
 * @param said what the person asked for, which the environment must not change either
 * @returns the job's number
 */
export async function submitScript(
  folder: string,
  script: string,
  said: { readonly partition: boolean; readonly time: boolean },
): Promise<string> {
  const mine = new Set(
    [...ownSettings, ...(said.partition ? ["PARTITION"] : []), ...(said.time ? ["TIMELIMIT"] : [])].map(
      (name) => `SBATCH_${name}`,
    ),
  );
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !mine.has(name)));
  const output = await slurm("sbatch", ["--parsable", script], { cwd: folder, env });
  // With several clusters, the name of one follows.
  return output.trim().split(";")[0]!;
}

/** The most elements of an array; Slurm's own number is one above the highest index. */
export async function mostElements(): Promise<number> {
  const said = /^MaxArraySize\s*=\s*(\d+)/m.exec(await slurm("scontrol", ["show", "config"]))?.[1];
  return said === undefined ? Infinity : Number(said);
}

/** Puts this job back into the queue, which ends it. */
export async function requeue(job: string): Promise<void> {
  await slurm("scontrol", ["requeue", job]);
}

/** Ends jobs, or elements of them such as 17_3. What trains is told first, and what has ended is passed over. */
export async function cancelJobs(jobs: readonly string[]): Promise<void> {
  await slurm("scancel", jobs);
}

export function canCancelJobs(): boolean {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.some((folder) => existsSync(join(folder, "scancel")));
}

/** What Slurm says of an element. */
export interface ElementState {
  /** Slurm's word, such as PENDING, RUNNING, TIMEOUT. */
  readonly state: string;
  /** Of one that waits: such as Resources, Priority. */
  readonly reason: string;
}

/**
 * The elements of a job that Slurm still knows: from its queue, which forgets them some minutes after their end, and from its accounts,
 * where a site keeps them.
 */
export async function elementStates(job: string): Promise<Map<number, ElementState>> {
  const states = new Map<number, ElementState>();
  const accounts = await slurm("sacct", ["-n", "-X", "-P", "-j", job, "-o", "JobID,State"]).catch(() => "");
  for (const line of accounts.split("\n")) {
    // "CANCELLED by 1000"; elements that have not begun stand together, as 7_[3-9].
    const [, element, state] = /^\d+_(\d+)\|(\w+)/.exec(line) ?? [];
    if (state !== undefined) states.set(Number(element), { state, reason: "" });
  }
  const queue = await slurm("squeue", ["-h", "-r", "-t", "all", "-j", job, "-o", "%K|%T|%r"]).catch(() => "");
  for (const line of queue.split("\n")) {
    const [, element, state, reason = ""] = /^(\d+)\|(\w+)\|(.*)$/.exec(line) ?? [];
    if (state !== undefined) states.set(Number(element), { state, reason });
  }
  return states;
}

/** Of Slurm's states, those of an element that will still train (`man squeue`, JOB STATE CODES). */
const goingOn = new Set([
  ...["PENDING", "RUNNING", "CONFIGURING", "COMPLETING", "SUSPENDED", "STOPPED", "SIGNALING", "STAGE_OUT"],
  ...["REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED", "RESIZING", "RESV_DEL_HOLD", "SPECIAL_EXIT"],
]);

export function goesOn({ state }: ElementState): boolean {
  return goingOn.has(state);
}
