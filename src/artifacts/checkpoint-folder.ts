import { join } from "node:path";
import { namesIn, removeIfPossible } from "./spare-files";

/**
 * Where checkpoints are: `checkpoints/<run>/<number>-epoch-<epoch>.safetensors` in the lab's folder. A higher number
 * is newer: clocks can be set back, numbers cannot. The name holds the epoch in training, so that nobody must open
 * the file to learn it.
 */
export function folderOfRun(checkpoints: string, runId: string): string {
  return join(checkpoints, runId);
}

const namePattern = /^(\d+)-epoch-(\d+)\.safetensors$/;

/** The checkpoints among the file names of a run's folder, newest first. */
export function newestFirst(names: readonly string[]): string[] {
  return names
    .filter((name) => namePattern.test(name))
    .sort((one, other) => partsOf(other).number - partsOf(one).number);
}

/** The epoch in training when it was written. @param name of a checkpoint */
export function epochOf(name: string): number {
  return partsOf(name).epoch;
}

/** The name of a checkpoint newer than these. */
export function newerName(names: readonly string[], epoch: number): string {
  const [newest] = newestFirst(names);
  return `${newest === undefined ? 1 : partsOf(newest).number + 1}-epoch-${epoch}.safetensors`;
}

/** The runs that have checkpoints. Other runs, of which there may be very many, then need no look at the disk. */
export function runsWithCheckpoints(checkpoints: string): ReadonlySet<string> {
  return new Set(namesIn(checkpoints));
}

/** The epoch in which a run would continue, by the names of its checkpoints; 1 without a usable one. */
export function epochToGoOn(checkpoints: string, runId: string, epochsKept: number): number {
  const epochs = newestFirst(namesIn(folderOfRun(checkpoints, runId))).map((name) => partsOf(name).epoch);
  return epochs.find((epoch) => epoch - 1 <= epochsKept) ?? 1;
}

/**
 * Removes the checkpoints of a run that no longer needs them. If a file cannot be removed, the lab tries again at its
 * next start.
 */
export function removeCheckpoints(checkpoints: string, runId: string): void {
  removeIfPossible(folderOfRun(checkpoints, runId));
}

/**
 * Removes the checkpoints of runs that are done or no longer exist. @param unfinished picks the runs that still need
 * theirs
 */
export function sweepCheckpoints(
  checkpoints: string,
  unfinished: (runIds: readonly string[]) => ReadonlySet<string>,
): void {
  const runIds = namesIn(checkpoints);
  if (runIds.length === 0) return;
  const needed = unfinished(runIds);
  for (const runId of runIds) if (!needed.has(runId)) removeCheckpoints(checkpoints, runId);
}

function partsOf(name: string): { number: number; epoch: number } {
  const [, number, epoch] = namePattern.exec(name)!;
  return { number: Number(number), epoch: Number(epoch) };
}
