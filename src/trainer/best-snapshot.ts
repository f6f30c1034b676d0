import type { BestEpoch, Snapshots } from "../artifacts/snapshots";

/** Milliseconds between two writings: a run that gets better with every short epoch does not write them all. */
const writeEveryMs = 1000;

/** Weights that may have to be written. */
interface KeptFile {
  /** Its bytes in parts. */
  file(): Uint8Array[];
  /** They are not wanted any more. */
  letGo(): void;
}

/**
 * Keeps the weights after the epoch with the lowest validation loss so far, in place of the former one's. What waits to be
 * written is written before each checkpoint, so that a run that goes on from there lacks nothing.
 */
export class BestSnapshot {
  /** What is on the disk, or on its way there. */
  private written: BestEpoch | null;
  private waiting: { readonly best: BestEpoch; readonly kept: KeptFile } | null = null;
  private writtenAt: number;

  private constructor(
    private readonly snapshots: Snapshots,
    /** Epochs whose weights are kept anyway. */
    private readonly spaced: ReadonlySet<number>,
    private readonly clock: () => number,
    known: BestEpoch | null,
  ) {
    this.written = known;
    this.writtenAt = clock();
  }

  /** @param goesOn whether the run goes on from a checkpoint: else the best epoch of an earlier attempt is forgotten */
  static async open(
    snapshots: Snapshots,
    spaced: ReadonlySet<number>,
    clock: () => number,
    goesOn: boolean,
  ): Promise<BestSnapshot> {
    const known = goesOn ? await snapshots.best() : null;
    snapshots.removeDrafts();
    // An attempt that was killed may have left a former best epoch, or one of which it had said nothing yet.
    for (const epoch of snapshots.epochs()) {
      if (!spaced.has(epoch) && epoch !== known?.epoch) snapshots.remove(epoch);
    }
    return new BestSnapshot(snapshots, spaced, clock, known);
  }

  /** Whether this is the lowest loss so far. An epoch that is trained again is not lower than itself. */
  isBetter(loss: number): boolean {
    const best = this.waiting?.best ?? this.written;
    return best === null || loss < best.loss;
  }

  keep(best: BestEpoch, kept: KeptFile): void {
    this.waiting?.kept.letGo();
    this.waiting = { best, kept };
    if (this.clock() - this.writtenAt >= writeEveryMs) this.flush();
  }

  /** Puts what waits on its way to the disk. @param isLast nothing is trained meanwhile */
  flush(isLast = false): void {
    if (!this.waiting) return;
    const { best, kept } = this.waiting;
    const former = this.written && !this.spaced.has(this.written.epoch) ? this.written.epoch : null;
    const file = this.spaced.has(best.epoch) ? null : kept.file();
    if (isLast) this.snapshots.keepLastBest(best, file, former);
    else this.snapshots.keepBest(best, file, former);
    kept.letGo();
    [this.written, this.waiting, this.writtenAt] = [best, null, this.clock()];
  }
}
