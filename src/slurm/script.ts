/** What the script of one job array says. */
export interface ArrayScript {
  readonly sweepId: string;
  /** The experiment's. */
  readonly name: string;
  /** Counts the arrays of a sweep, from 1. */
  readonly array: number;
  readonly runs: number;
  readonly elements: number;
  /** Runs that an element trains at the same time, one core each. */
  readonly jobs: number;
  /** As `isPartition` and `minutesOf` accept them. */
  readonly partition?: string | undefined;
  readonly time?: string | undefined;
  /** Absolute. */
  readonly folder: string;
  /** The program and its first parameters: `lab` of this installation. */
  readonly lab: readonly string[];
}

/** Seconds before the time limit at which an element is told. */
const secondsBefore = 60;

/**
 * The script that sbatch gets: https://slurm.schedmd.com/sbatch.html. Its #SBATCH lines hold nothing but checked words and numbers, because
 * Slurm reads them with rules of its own; all paths are relative to the sweep's folder, in which it is submitted.
 */
export function scriptOf(script: ArrayScript): string {
  const { sweepId, name, array, runs, elements, jobs, partition, time, folder, lab } = script;
  return `#!/bin/bash
# Dropout Lab, sweep ${sweepId}: ${inOneLine(name)}
# Job array ${array}: ${counted(runs, "run")} in ${counted(elements, "element")}.
# To submit it by hand: cd ${quoted(inOneLine(folder))} && sbatch ${scriptName(array)}

#SBATCH --job-name=lab-${sweepId}
#SBATCH --array=0-${elements - 1}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=${jobs}
${partition === undefined ? "" : `#SBATCH --partition=${partition}\n`}${time === undefined ? "" : `#SBATCH --time=${time}\n`}#SBATCH --output=logs/${array}-%a.log

# An element that was preempted, or whose node failed, begins again; its output is added to the same log.
#SBATCH --requeue
#SBATCH --open-mode=append

# A minute before the time limit Slurm sends USR2: the lab writes checkpoints and puts the element back into the queue.
# (USR1 would open Node's debugger.)
#SBATCH --signal=B:USR2@${secondsBefore}

# The lab takes the place of this script, so that the signal reaches it.
exec ${lab.map(quoted).join(" ")} slurm-element ${array} "$SLURM_ARRAY_TASK_ID"
`;
}

export function scriptName(array: number): string {
  return `array-${array}.sh`;
}

/** A word of a shell script, whatever is in it. */
export function quoted(word: string): string {
  return /^[\w./:@=+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Also several with commas between them. */
export function isPartition(text: string): boolean {
  return /^[A-Za-z0-9][\w.+-]*(,[A-Za-z0-9][\w.+-]*)*$/.test(text);
}

/**
 * Minutes of a time as Slurm writes it: minutes, minutes:seconds, hours:minutes:seconds, days-hours, days-hours:minutes,
 * days-hours:minutes:seconds. Null if it is none.
 */
export function minutesOf(text: string): number | null {
  const [, days, rest] = /^(?:(\d{1,5})-)?(\d{1,7}(?::\d{1,7}){0,2})$/.exec(text) ?? [];
  if (rest === undefined) return null;
  const parts = rest.split(":").map(Number);
  const [first = 0, second = 0, third = 0] = parts;
  if (days !== undefined) return (Number(days) * 24 + first) * 60 + second + third / 60;
  return parts.length === 3 ? first * 60 + second + third / 60 : first + second / 60;
}

/**
 * Slurm looks at time limits once a minute, and so may send its signal up to a minute early; a run should train for a while before that.
 */
export const leastMinutes = 3;

/**
 * Whether Slurm can write logs into this folder. It gives % and \ a meaning of its own in their names (seen with 22.05), and a line that
 * breaks would break the script.
 */
export function isFolderForSlurm(path: string): boolean {
  return !/[%\\\p{Cc}\u2028\u2029]/u.test(path);
}

/** For a comment. */
function inOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
}

export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
