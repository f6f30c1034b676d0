import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Where checkpoints are: `checkpoints/<run>/<number>-epoch-<epoch>.safetensors` in the lab's folder. The higher the number, the
 * newer: clocks are set back, numbers are not. `epoch` is the one that was under way, so that it can be told without opening files.
 */
export function folderOfRun(checkpoints: string, runId: string): string {
  return join(checkpoints, runId);
}

const namePattern = /^(\d+)-epoch-(\d+)\.safetensors$/;

/** The checkpoints among the names of a run's folder, newest first. */
export function newestFirst(names: readonly string[]): string[] {
  return names
    .filter((name) => namePattern.test(name))
    .sort((one, other) => partsOf(other).number - partsOf(one).number);
}

/** The name of a checkpoint that is newer than these. */
export function newerName(names: readonly string[], epoch: number): string {
  const [newest] = newestFirst(names);
  return `${newest === undefined ? 1 : partsOf(newest).number + 1}-epoch-${epoch}.safetensors`;
}

/** Those that have checkpoints, so that no other, of which there may be very many, costs a look at the disk. */
export function runsWithCheckpoints(checkpoints: string): ReadonlySet<string> {
  return new Set(namesIn(checkpoints));
}

/** The epoch in which a run would go on, by the names of its checkpoints; 1 where there is none that it could use. */
export function epochToGoOn(checkpoints: string, runId: string, epochsKept: number): number {
  const epochs = newestFirst(namesIn(folderOfRun(checkpoints, runId))).map((name) => partsOf(name).epoch);
  return epochs.find((epoch) => epoch - 1 <= epochsKept) ?? 1;
}

/** Takes out those of a run that no longer needs any. What cannot be removed is tried again when the lab starts. */
export function removeCheckpoints(checkpoints: string, runId: string): void {
  try {
    rmSync(folderOfRun(checkpoints, runId), { recursive: true, force: true });
  } catch {
    // A read-only folder, a file that a virus scanner holds: it costs nothing but room.
  }
}

/** Takes out those of runs that are done or no longer exist. @param unfinished which of these runs are neither */
export function sweepCheckpoints(
  checkpoints: string,
  unfinished: (runIds: readonly string[]) => ReadonlySet<string>,
): void {
  const runIds = namesIn(checkpoints);
  if (runIds.length === 0) return;
  const needed = unfinished(runIds);
  for (const runId of runIds) if (!needed.has(runId)) removeCheckpoints(checkpoints, runId);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function partsOf(name: string): { number: number; epoch: number } {
  const [, number, epoch] = namePattern.exec(name)!;
  return { number: Number(number), epoch: Number(epoch) };
}
