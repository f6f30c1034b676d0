import { closeSync, fdatasync, fdatasyncSync, openSync } from "node:fs";
import { promisify } from "node:util";
import type { Journal } from "./journal";

/**
 * SQLite's write-ahead log, which holds what is committed. With `synchronous = NORMAL` SQLite leaves it to the system when that
 * reaches the disk; here it is seen to, for many commits at once and without holding up the process: a sync takes
 * milliseconds, which for each record by itself would come to as much as the training of small networks. The log is
 * never locked, so it may be opened and closed beside SQLite (https://sqlite.org/howtocorrupt.html, 2.2). With a rollback
 * journal there is no log, and SQLite itself has synced every commit.
 */
export class LogFile {
  private handle: number | null = null;

  /** @param database the database's file */
  constructor(
    private readonly database: string,
    private readonly journal: Journal,
  ) {}

  /** When it returns, all that was committed before the call outlives a power cut. */
  async sync(): Promise<void> {
    if (this.journal === "wal") await promisify(fdatasync)(this.opened());
  }

  /** As `sync`, for a process that is about to end. */
  syncNow(): void {
    if (this.journal === "wal") fdatasyncSync(this.opened());
  }

  close(): void {
    if (this.handle !== null) closeSync(this.handle);
    this.handle = null;
  }

  /** Windows flushes only what may be written. */
  private opened(): number {
    return (this.handle ??= openSync(`${this.database}-wal`, "r+"));
  }
}
