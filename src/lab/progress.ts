import type { Progress } from "./trainer-protocol";

/** Milliseconds between two reports of a run. */
const interval = 250;

/**
 * Turns a run's batches into reports of speed and time left. Held time does not count; the clock is in milliseconds.
 */
export class ProgressMeter {
  private active = 0;
  private since: number;
  private lastReport = -Infinity;

  constructor(
    private readonly samples: number,
    private readonly epochs: number,
    private readonly clock: () => number,
  ) {
    this.since = clock();
  }

  hold(): void {
    this.active += this.clock() - this.since;
  }

  goOn(): void {
    this.since = this.clock();
  }

  /** A report for this place in the run, or null where the last one is not old enough. */
  at(epoch: number, samplesDone: number): Progress | null {
    const now = this.clock();
    if (now - this.lastReport < interval) return null;
    this.lastReport = now;
    const seconds = (this.active + now - this.since) / 1000;
    const total = this.samples * this.epochs;
    const done = this.samples * (epoch - 1) + samplesDone;
    // Evaluations count in both: what is told is how fast the run gets on, and when it will be through.
    const samplesPerSecond = seconds > 0 ? done / seconds : 0;
    const secondsLeft = samplesPerSecond > 0 ? (total - done) / samplesPerSecond : null;
    return { epoch, samplesDone, samples: this.samples, samplesPerSecond, secondsLeft };
  }
}
