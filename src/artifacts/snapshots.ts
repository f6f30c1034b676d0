import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { folderOfRun } from "./checkpoint-folder";
import { namesIn, removeIfPossible } from "./spare-files";
import { draftEnd } from "./write-whole";

/**
 * Weights along the way: `snapshots/<run>/epoch-<epoch>.safetensors` in the lab's folder, files as the weights at the end are.
 * They save nobody's result: a lost one only is an epoch less to look into.
 */
export { folderOfRun as snapshotsOfRun };

const namePattern = /^epoch-(\d+)\.safetensors$/;
const nameOf = (epoch: number) => `epoch-${epoch}.safetensors`;

/** The epochs whose weights are in the run's folder, from the first. */
export function snapshotEpochs(folder: string): number[] {
  return namesIn(folder)
    .flatMap((name) => namePattern.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((one, other) => one - other);
}

export function readSnapshot(folder: string, epoch: number): Promise<Uint8Array> {
  return readFile(join(folder, nameOf(epoch)));
}

/** Writes the weights of a run while it goes on; `settled` waits for what is being written. */
export class Snapshots {
  private writing: Promise<unknown> = Promise.resolve();

  constructor(private readonly folder: string) {}

  /** A full disk loses the snapshot, never the run. */
  keep(epoch: number, file: Uint8Array): void {
    this.writing = this.writing.then(() => this.write(epoch, file)).catch(() => undefined);
  }

  async settled(): Promise<void> {
    await this.writing;
  }

  private async write(epoch: number, file: Uint8Array): Promise<void> {
    const path = join(this.folder, nameOf(epoch));
    await mkdir(this.folder, { recursive: true });
    await writeFile(path + draftEnd, file);
    await rename(path + draftEnd, path);
  }
}

/** Removes the snapshots of runs that are deleted for good. @param known picks the runs that there are */
export function sweepSnapshots(
  folder: string,
  known: (runIds: readonly string[]) => ReadonlySet<string>,
): void {
  const runIds = namesIn(folder);
  if (runIds.length === 0) return;
  const there = known(runIds);
  for (const runId of runIds) if (!there.has(runId)) removeIfPossible(folderOfRun(folder, runId));
}
