import type { Progress } from "../execution/trainer-protocol";

/** Milliseconds between two reports of a run. */
const reportMs = 250;

/** Turns a run's batches into reports of speed and remaining time. All times are in milliseconds. */
export class ProgressMeter {
  private begun: number;
  private lastReport = -Infinity;

  constructor(
    private readonly samples: number,
    private readonly epochs: number,
    /** Samples that an earlier attempt has already trained. */
    private readonly before: number,
    private readonly clock: () => number,
    /** Whether early stopping may end the run before its last epoch. */
    private readonly mayStop = false,
  ) {
    this.begun = clock();
  }

  /** The run was paused for this long, which does not count as training time. */
  wasPaused(time: number): void {
    this.begun += time;
  }

  /** A report for this place in the run, or null if the last report is too recent. */
  at(epoch: number, samplesDone: number): Progress | null {
    const now = this.clock();
    if (now - this.lastReport < reportMs) return null;
    this.lastReport = now;
    const seconds = (now - this.begun) / 1000;
    const done = this.samples * (epoch - 1) + samplesDone;
    // Both include evaluation, so they say how fast the run progresses and when it will end.
    const samplesPerSecond = seconds > 0 ? (done - this.before) / seconds : 0;
    const left = this.samples * this.epochs - done;
    const secondsLeft = samplesPerSecond > 0 ? left / samplesPerSecond : null;
    const { samples, mayStop } = this;
    return { epoch, samplesDone, samples, samplesPerSecond, secondsLeft, ...(mayStop && { atMost: true }) };
  }
}
