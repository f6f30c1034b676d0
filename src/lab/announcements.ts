/**
 * Tells people of what was written, in order, once it would outlive a power cut. What is written while the disk is busy is
 * told together, after the next sync.
 */
export class Announcements {
  private waiting: (() => void)[] = [];
  private working = false;

  /** @param log makes sure of all that was written before the call */
  constructor(private readonly log: { sync(): Promise<void>; syncNow(): void }) {}

  add(tell: () => void): void {
    this.waiting.push(tell);
    if (!this.working) void this.work();
  }

  /** Tells all that still waits, before it returns. */
  close(): void {
    if (this.waiting.length === 0) return;
    try {
      this.log.syncNow();
    } catch {
      // As below.
    }
    this.tellFirst(this.waiting.length);
  }

  private async work(): Promise<void> {
    this.working = true;
    try {
      while (this.waiting.length > 0) {
        const written = this.waiting.length;
        // A disk that fails here fails SQLite's next write too, which tells of it.
        await this.log.sync().catch(() => undefined);
        this.tellFirst(written);
      }
    } finally {
      this.working = false;
    }
  }

  /** `close` may have told some of them meanwhile. */
  private tellFirst(count: number): void {
    for (const tell of this.waiting.splice(0, count)) tell();
  }
}
