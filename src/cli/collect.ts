import { dirname } from "node:path";
import { LabError } from "../messages/failure";
import { sayInTerminal } from "../messages/failures.terminal";
import { type Collected, collectSweep } from "../slurm/collect";
import { findSweep, rememberedSweeps, type SweepRun } from "../slurm/sweep-folder";
import { databaseFile, labFolder } from "../store/folders";
import { Store } from "../store/store";
import { exitCodes } from "./exit-codes";
import { runName } from "./text";

/**
 * Brings home what is there of a sweep on Slurm, or of each that was submitted from here.
 * @param name a sweep's folder or id
 * @returns the exit code: 0 once every run is done
 * @throws LabError `slurmNoSweep`, `idNotUnique`
 */
export async function collect(name: string | undefined): Promise<number> {
  const home = labFolder();
  const folders = name === undefined ? [...rememberedSweeps(home).values()] : [sweepNamed(home, name)];
  if (folders.length === 0) process.stdout.write("No sweep was submitted to Slurm from here.\n");
  const store = new Store(databaseFile());
  try {
    let isWhole = true;
    for (const folder of folders) {
      const collected = await collectSweep(folder, store, dirname(databaseFile()));
      // What is told is on the disk.
      await store.log.sync();
      process.stdout.write(collectedText(collected));
      isWhole &&= collected.lacking.length === 0;
    }
    return isWhole ? exitCodes.done : exitCodes.failed;
  } finally {
    store.close();
  }
}

function sweepNamed(home: string, name: string): string {
  const folder = findSweep(home, name);
  if (folder === null) throw new LabError("slurmNoSweep", { name });
  return folder;
}

/** Runs that are named one by one. */
const mostNamed = 20;

export function collectedText(collected: Collected): string {
  const { sweep, folder, runs, done, taken, lacking, trainsHere, differing } = collected;
  const { id, experiment } = sweep;
  const lines = [
    `${experiment.name} (${id}): ${done} of ${runs} runs are done; something was new of ${taken}.`,
  ];
  for (const { failure, ...run } of lacking.slice(0, mostNamed)) {
    lines.push(`  ${nameOf(run)}: ${sayInTerminal(failure)}`);
  }
  if (lacking.length > mostNamed) lines.push(`  … and ${lacking.length - mostNamed} more.`);
  if (trainsHere.length > 0) {
    lines.push(`${namesOf(trainsHere)}: trained here now, so nothing of them was taken in.`);
  }
  if (differing.length > 0) {
    lines.push(
      `${namesOf(differing)}: two attempts measured different values, perhaps on different processors; the first ones are kept.`,
    );
  }
  const again = lacking.filter((run) => !run.isComing && !run.isOver).length;
  if (again > 0) lines.push(`lab resume ${id} --slurm submits ${again} of them again.`);
  lines.push(`lab runs ${id} shows the result. Journals and logs are in ${folder}`);
  return lines.map((line) => `${line}\n`).join("");
}

function namesOf(runs: readonly SweepRun[]): string {
  const more = runs.length > mostNamed ? `; and ${runs.length - mostNamed} more` : "";
  return runs.slice(0, mostNamed).map(nameOf).join("; ") + more;
}

function nameOf({ variant, seed }: SweepRun): string {
  return runName({ variant: variant.name, seed });
}
