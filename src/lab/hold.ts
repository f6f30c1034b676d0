import { RunCancelled } from "../engine/run";

/** Lets a run be held, let go and stopped between its batches. */
export class Hold {
  private held: Promise<void> | null = null;
  private release: () => void = () => undefined;
  private cancelled = false;

  /** @param clock in milliseconds */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  pause(): void {
    if (this.held || this.cancelled) return;
    this.held = new Promise((release) => (this.release = release));
  }

  resume(): void {
    this.held = null;
    this.release();
  }

  cancel(): void {
    this.cancelled = true;
    this.resume();
  }

  /** Returns when the run may go on: the milliseconds that it was held. @throws RunCancelled */
  async pass(): Promise<number> {
    const from = this.clock();
    const waits = this.held !== null;
    // Who lets go may hold again before the run has noticed.
    while (this.held) await this.held;
    if (this.cancelled) throw new RunCancelled();
    return waits ? this.clock() - from : 0;
  }
}
