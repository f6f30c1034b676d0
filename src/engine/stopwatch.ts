import type { EpochRecord } from "../experiment/result";

export type EpochSeconds = Pick<EpochRecord, "trainingSeconds" | "evaluationSeconds">;

/** Measures the seconds that the parts of an epoch take. */
export class Stopwatch {
  private readonly spent: { -readonly [Part in keyof EpochSeconds]: number };
  private running: { part: keyof EpochSeconds; from: number } | null = null;

  /**
   * @param spent seconds already counted
   * @param clock in milliseconds
   */
  constructor(
    { trainingSeconds = 0, evaluationSeconds = 0 }: Partial<EpochSeconds> = {},
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.spent = { trainingSeconds, evaluationSeconds };
  }

  start(part: keyof EpochSeconds): void {
    this.stop();
    this.running = { part, from: this.clock() };
  }

  stop(): void {
    if (this.running) this.spent[this.running.part] += (this.clock() - this.running.from) / 1000;
    this.running = null;
  }

  /** The reading at the last stop. */
  get seconds(): EpochSeconds {
    return { ...this.spent };
  }
}
