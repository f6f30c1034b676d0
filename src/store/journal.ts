import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { DatabaseSync, type DatabaseSyncInstance } from "@photostructure/sqlite";
import { LabError } from "../messages/failure";
import { isBusy, isHindrance } from "./database-errors";
import { versionOf } from "./migrations";

/**
 * Chooses how commits are kept. With WAL the window can read while a terminal writes, but WAL needs shared memory (a
 * mapped `-shm` file), which network folders often lack. A rollback journal only needs locks.
 */
export type Journal = "wal" | "rollback";

/**
 * Milliseconds that the first attempt waits: enough for another process's small write, and not noticeable for a
 * person.
 */
const shortTimeout = 300;

/**
 * Opens the file, and first takes it out of WAL mode if its folder does not support that.
 * @param timeout milliseconds that each statement waits for another process's write
 * @throws LabError `databaseFolderUnfit` if files cannot even be locked
 */
export function openReadable(file: string, timeout: number): DatabaseSyncInstance {
  const connection = new DatabaseSync(file, { timeout: shortTimeout });
  try {
    look(connection);
    connection.exec(`PRAGMA busy_timeout = ${timeout}`);
    return connection;
  } catch (error) {
    connection.close();
    if (!isRefused(error)) throw error;
    // SQLite gives the same error for a file that another process has locked and for one that cannot be locked at
    // all. If a new file cannot be locked either, waiting does not help.
    if (!worksInFolder(file, becomesLocked)) throw unfit(file, error);
    if (!worksInFolder(file, becomesWal)) leaveWal(file, timeout);
    return new DatabaseSync(file, { timeout });
  }
}

/** Changes to the best journal that the folder supports. */
export function chooseJournal(connection: DatabaseSyncInstance, file: string): Journal {
  if (modeOf(connection) === "wal") return "wal";
  // Tried on a separate file: other processes may have this one open, and could not follow it to WAL.
  if (!worksInFolder(file, becomesWal)) return "rollback";
  useWal(connection);
  return "wal";
}

/**
 * Converts a store that was in WAL mode elsewhere. An exclusive lock needs no shared memory, so under it the lab
 * takes the file out of WAL mode, log included: https://sqlite.org/wal.html#noshm. A newer lab's store stays
 * unchanged.
 */
function leaveWal(file: string, timeout: number): void {
  const connection = new DatabaseSync(file, { timeout });
  try {
    connection.exec("PRAGMA locking_mode = EXCLUSIVE");
    versionOf(connection, file);
    connection.exec("PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL");
    // Releases the lock; closing alone does so only once the statements are collected.
    look(connection);
  } catch (error) {
    throw isRefused(error) ? unfit(file, error) : error;
  } finally {
    connection.close();
  }
}

function look(connection: DatabaseSyncInstance): void {
  connection.exec("SELECT count(*) FROM sqlite_schema");
}

function modeOf(connection: DatabaseSyncInstance): string {
  return (connection.prepare("PRAGMA journal_mode").get() as { journal_mode: string }).journal_mode;
}

function isRefused(error: unknown): boolean {
  return isBusy(error) || isHindrance(error);
}

function unfit(file: string, cause: unknown): LabError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new LabError("databaseFolderUnfit", { file, detail }, { cause });
}

/** Whether SQLite can do this to a new file beside the store. */
function worksInFolder(file: string, act: (connection: DatabaseSyncInstance) => void): boolean {
  const trial = `${file}.trial-${randomBytes(6).toString("hex")}`;
  try {
    const connection = new DatabaseSync(trial, { timeout: 0 });
    try {
      act(connection);
      return true;
    } finally {
      connection.close();
    }
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
  } finally {
    for (const ending of ["", "-wal", "-shm", "-journal"]) rmSync(trial + ending, { force: true });
  }
}

function becomesLocked(connection: DatabaseSyncInstance): void {
  connection.exec("BEGIN EXCLUSIVE; CREATE TABLE trial (number); COMMIT");
}

function becomesWal(connection: DatabaseSyncInstance): void {
  connection.exec("PRAGMA journal_mode = WAL; CREATE TABLE trial (number)");
}

/**
 * The change to WAL happens once in the life of a file, and is the one statement that does not wait for other
 * processes.
 */
function useWal(connection: DatabaseSyncInstance): void {
  for (let attempt = 1; ; attempt++) {
    try {
      connection.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if (!isBusy(error) || attempt === 20) throw error;
      connection.exec("BEGIN IMMEDIATE; COMMIT");
    }
  }
}
