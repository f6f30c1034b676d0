import { RunCancelled } from "../engine/run";

/** Pauses, continues and stops a run between its batches. */
export class PauseGate {
  private held: Promise<void> | null = null;
  private release: () => void = () => undefined;
  private cancelled = false;
  private handedOver = false;

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

  /** Ends the run before its next batch, once it has written a checkpoint. */
  handOver(): void {
    this.handedOver = true;
    this.resume();
  }

  get isHandedOver(): boolean {
    return this.handedOver;
  }

  /** Returns when the run may continue: the milliseconds that it was paused. @throws RunCancelled */
  async pass(): Promise<number> {
    const from = this.clock();
    const waits = this.held !== null;
    // A second pause may come before the run has noticed that it may continue.
    while (this.held) await this.held;
    if (this.cancelled) throw new RunCancelled();
    return waits ? this.clock() - from : 0;
  }
}
