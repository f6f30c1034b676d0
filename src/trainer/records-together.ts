import type { FromTrainer } from "../execution/trainer-protocol";

type Record = Extract<FromTrainer, { type: "epoch" }>["record"];

/** Milliseconds between two messages with records. A curve that gets ten times a second what is new is drawn smoothly. */
const everyMs = 100;

/**
 * Passes on a run's words in their order. Records of short epochs go together: for each message the lab wakes, commits and
 * syncs its file, which took a tenth of the time of a sweep of small networks.
 */
export class RecordsTogether {
  private waiting: Record[] = [];
  private sentAt = -Infinity;
  private timer: NodeJS.Timeout | null = null;

  /** @param clock in milliseconds */
  constructor(
    private readonly send: (word: FromTrainer) => void,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  tell(word: FromTrainer): void {
    if (word.type !== "epoch") {
      this.flush();
      return this.send(word);
    }
    this.waiting.push(word.record);
    const left = this.sentAt + everyMs - this.clock();
    if (left <= 0) this.flush();
    // The run may be paused, or its next epoch may be long.
    else this.timer ??= setTimeout(() => this.flush(), left);
  }

  flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (this.waiting.length === 0) return;
    this.send({ type: "epochs", records: this.waiting });
    this.waiting = [];
    this.sentAt = this.clock();
  }
}
