import { closeSync, mkdirSync, openSync, renameSync, writeFileSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { folderOfRun } from "./checkpoint-folder";
import { namesIn, removeIfPossible } from "./spare-files";
import { draftEnd } from "./write-whole";

/**
 * Weights along the way: `snapshots/<run>/epoch-<epoch>.safetensors` in the lab's folder, files as the weights at the end are.
 * They save nobody's result: a lost one only is an epoch less to look into.
 */
export { folderOfRun as snapshotsOfRun };

const bestFormat = "dropout-lab-best-epoch-1";
const bestSchema = z.strictObject({ format: z.literal(bestFormat), epoch: z.int().min(1), loss: z.number() });
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

/** The epoch with the lowest validation loss so far, whose weights are kept. */
export interface BestEpoch {
  readonly epoch: number;
  readonly loss: number;
}

/** Says which epoch is the best in a folder of snapshots; written after its weights, before the former's are removed. */
const bestName = "best.json";
const textOf = (best: BestEpoch) => JSON.stringify({ format: bestFormat, ...best });

/** Writes the weights of a run while it goes on; `settled` waits for what is being written. */
export class Snapshots {
  private writing: Promise<unknown> = Promise.resolve();
  private readonly written = new Set<number>();

  constructor(private readonly folder: string) {}

  /** A full disk loses the snapshot, never the run. @param file its bytes in parts, which nobody changes before they are written */
  keep(epoch: number, file: readonly Uint8Array[]): void {
    this.writing = this.writing.then(() => this.writeWeights(epoch, file)).catch(() => undefined);
  }

  /** Whether this process has written the weights after this epoch, once `settled` has returned. */
  has(epoch: number): boolean {
    return this.written.has(epoch);
  }

  epochs(): number[] {
    return snapshotEpochs(this.folder);
  }

  /** Removes what an attempt left half written that was killed. */
  removeDrafts(): void {
    for (const name of namesIn(this.folder))
      if (name.endsWith(draftEnd)) removeIfPossible(join(this.folder, name));
  }

  /** Of an earlier attempt at the run; null if it has none, or if its file cannot be read. */
  async best(): Promise<BestEpoch | null> {
    try {
      const read = bestSchema.safeParse(JSON.parse(await readFile(join(this.folder, bestName), "utf8")));
      return read.success ? { epoch: read.data.epoch, loss: read.data.loss } : null;
    } catch {
      return null;
    }
  }

  /**
   * Keeps the weights of a new best epoch.
   * @param file null if `keep` has them
   * @param former removed, once the new ones are there
   */
  keepBest(best: BestEpoch, file: readonly Uint8Array[] | null, former: number | null): void {
    this.writing = this.writing
      .then(async () => {
        if (file) await this.writeWeights(best.epoch, file);
        await this.writeFile(bestName, [textOf(best)]);
        this.removeFormer(best, former);
      })
      .catch(() => undefined);
  }

  /**
   * Does the same before it returns, once `settled` has. At the end of a run, which waits for it, the answers of the thread that
   * writes would take longer than the writing.
   */
  keepLastBest(best: BestEpoch, file: readonly Uint8Array[] | null, former: number | null): void {
    try {
      mkdirSync(this.folder, { recursive: true });
      if (file) {
        this.writeFileNow(nameOf(best.epoch), file);
        this.written.add(best.epoch);
      }
      this.writeFileNow(bestName, [textOf(best)]);
      this.removeFormer(best, former);
    } catch {
      // As of `keep`.
    }
  }

  remove(epoch: number): void {
    this.written.delete(epoch);
    removeIfPossible(join(this.folder, nameOf(epoch)));
  }

  async settled(): Promise<void> {
    await this.writing;
  }

  private removeFormer(best: BestEpoch, former: number | null): void {
    if (former !== null && former !== best.epoch) this.remove(former);
  }

  private async writeWeights(epoch: number, file: readonly Uint8Array[]): Promise<void> {
    await this.writeFile(nameOf(epoch), file);
    this.written.add(epoch);
  }

  private async writeFile(name: string, file: readonly (Uint8Array | string)[]): Promise<void> {
    const path = join(this.folder, name);
    await writeFile(path + draftEnd, file).catch(async () => {
      // There is no folder before the first file.
      await mkdir(this.folder, { recursive: true });
      await writeFile(path + draftEnd, file);
    });
    await rename(path + draftEnd, path);
  }

  private writeFileNow(name: string, file: readonly (Uint8Array | string)[]): void {
    const path = join(this.folder, name);
    const draft = openSync(path + draftEnd, "w");
    try {
      for (const part of file) writeFileSync(draft, part);
    } finally {
      closeSync(draft);
    }
    renameSync(path + draftEnd, path);
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
