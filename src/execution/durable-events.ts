/**
 * Announces events in order, once what was written would survive a power cut. Events that arrive while the disk is
 * busy are announced together, after the next sync.
 */
export class DurableEvents {
  private waiting: (() => void)[] = [];
  private working = false;

  /** @param log syncs everything that was written before the call */
  constructor(private readonly log: { sync(): Promise<void>; syncNow(): void }) {}

  /** What is written until the next turn of the event loop shares the sync. */
  add(tell: () => void): void {
    this.waiting.push(tell);
    if (this.working) return;
    this.working = true;
    setImmediate(() => void this.work());
  }

  /** Announces everything that still waits before it returns. */
  close(): void {
    if (this.waiting.length === 0) return;
    try {
      this.log.syncNow();
    } catch {
      // As in `work`: SQLite's next write reports a failing disk.
    }
    this.tellFirst(this.waiting.length);
  }

  private async work(): Promise<void> {
    try {
      while (this.waiting.length > 0) {
        const written = this.waiting.length;
        // If the disk fails here, SQLite's next write fails too and reports it.
        await this.log.sync().catch(() => undefined);
        this.tellFirst(written);
      }
    } finally {
      this.working = false;
    }
  }

  /** `close` may have announced some of them meanwhile. */
  private tellFirst(count: number): void {
    for (const tell of this.waiting.splice(0, count)) tell();
  }
}
