import { closeSync, fdatasync, fdatasyncSync, openSync } from "node:fs";
import { promisify } from "node:util";
import type { Journal } from "./journal";

/**
 * Syncs SQLite's write-ahead log, which holds the commits. With `synchronous = NORMAL`, SQLite leaves the time of the
 * sync to the system. The lab syncs many commits at once and in the background, because a sync takes milliseconds:
 * one per record would take as long as training a small network. The log is never locked, so the lab may open and
 * close it beside SQLite (https://sqlite.org/howtocorrupt.html, 2.2). With a rollback journal there is no log, and
 * SQLite itself has synced every commit.
 */
export class LogFile {
  private handle: number | null = null;

  /** @param database the database's file */
  constructor(
    private readonly database: string,
    private readonly journal: Journal,
  ) {}

  /** When it returns, everything that was committed before the call survives a power cut. */
  async sync(): Promise<void> {
    if (this.journal === "wal") await promisify(fdatasync)(this.opened());
  }

  /** Like `sync`, for a process that is about to end. */
  syncNow(): void {
    if (this.journal === "wal") fdatasyncSync(this.opened());
  }

  close(): void {
    if (this.handle !== null) closeSync(this.handle);
    this.handle = null;
  }

  /** Windows flushes only files that are open for writing. */
  private opened(): number {
    return (this.handle ??= openSync(`${this.database}-wal`, "r+"));
  }
}
