import { readdirSync } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { RunState } from "../engine/run";
import { type Failure, failureOf, LabError } from "../messages/failure";
import { checkpointParts, readCheckpoint, type RunIdentity } from "./checkpoint-file";
import { newerName, newestFirst } from "./checkpoint-folder";
import { draftEnd, syncFolder, writeDurably } from "./write-whole";

/** Seconds between two checkpoints, unless DROPOUT_LAB_CHECKPOINT_SECONDS says otherwise. */
const usualSeconds = 10;

/** Writing takes at most this share of a run's time, however large the network and slow the disk … */
const mostOfTime = 0.05;

/** … unless somebody chose the seconds: they want that many checkpoints, also on a slow disk. */
const mostOfTimeIfChosen = 0.5;

/** Checkpoints kept per run: the older one serves if the newer one is damaged. */
const mostKept = 2;

/** What a trainer process does with the checkpoints of its run. */
export class Checkpoints {
  private readonly intervalMs = (chosenSeconds() ?? usualSeconds) * 1000;
  private readonly mostOfTime = chosenSeconds() === null ? mostOfTime : mostOfTimeIfChosen;
  private due: number;

  /** @param identify computes which run it is; this reads all its data */
  constructor(
    private readonly folder: string,
    private readonly identify: () => RunIdentity,
    private readonly clock: () => number,
  ) {
    this.due = clock() + this.intervalMs;
  }

  /**
   * Where the run can continue: its newest whole checkpoint whose earlier epochs are all in the store.
   * @param epochsKept epochs whose records are in the store
   * @returns also why newer checkpoints were skipped
   */
  async newest(epochsKept: number): Promise<{ state: RunState | null; passedOver: Failure[] }> {
    const passedOver: Failure[] = [];
    const names = await this.names().catch((error: unknown) => {
      passedOver.push(failureOf(new LabError("checkpointsNotRead", { detail: reasonOf(error) })));
      return [];
    });
    await this.removeDrafts(names);
    for (const name of newestFirst(names)) {
      try {
        const state = await this.read(name);
        if (state.training.epoch - 1 > epochsKept) throw new LabError("checkpointAhead");
        return { state, passedOver };
      } catch (error) {
        const named =
          error instanceof LabError ? error : new LabError("checkpointDamaged", { detail: reasonOf(error) });
        passedOver.push({ code: named.code, parameters: { ...named.parameters, file: name } });
      }
    }
    return { state: null, passedOver };
  }

  isDue(): boolean {
    return this.clock() >= this.due;
  }

  /**
   * Writes the run's newest checkpoint, completely or not at all, even in a power cut, and removes the surplus old
   * ones.
   * @throws LabError `checkpointNotWritten`; the run can continue without it
   */
  async write(state: RunState): Promise<void> {
    // The run is about to fail, and JSON cannot hold such numbers.
    if (!Number.isFinite(state.training.sums.loss)) return;
    const begun = this.clock();
    try {
      await this.makeFolder();
      const names = await this.names();
      const file = join(this.folder, newerName(names, state.training.epoch));
      await writeDurably(file, checkpointParts(this.identify().fingerprint, state));
      for (const old of newestFirst(names).slice(mostKept - 1)) {
        await rm(join(this.folder, old), { force: true });
      }
    } catch (error) {
      throw new LabError("checkpointNotWritten", { detail: reasonOf(error) }, { cause: error });
    } finally {
      const now = this.clock();
      this.due = now + Math.max(this.intervalMs, (now - begun) / this.mostOfTime);
    }
  }

  private async read(name: string): Promise<RunState> {
    const file = await open(join(this.folder, name), "r");
    try {
      return await readCheckpoint(file, this.identify());
    } finally {
      await file.close();
    }
  }

  private async names(): Promise<string[]> {
    try {
      // Every run looks before it begins, and Node's threads take ten times as long as the look.
      return readdirSync(this.folder);
    } catch (error) {
      // No checkpoint has been written yet.
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
  }

  private async makeFolder(): Promise<void> {
    const first = await mkdir(this.folder, { recursive: true });
    if (first === undefined) return;
    for (let made = this.folder; made.length >= first.length; made = dirname(made)) {
      await syncFolder(dirname(made));
    }
  }

  /** A file that a trainer was writing when it was killed. */
  private async removeDrafts(names: readonly string[]): Promise<void> {
    for (const draft of names.filter((name) => name.endsWith(draftEnd))) {
      await rm(join(this.folder, draft), { force: true }).catch(() => undefined);
    }
  }
}

/** Null where nobody chose. */
function chosenSeconds(): number | null {
  const seconds = Number.parseFloat(process.env["DROPOUT_LAB_CHECKPOINT_SECONDS"] ?? "");
  return seconds >= 0 ? seconds : null;
}

/** Without the path at the end of Node's message, because the window shows these failures. */
function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/,? '.*$/s, "");
}
