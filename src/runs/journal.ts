import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { DatabaseSync, type DatabaseSyncInstance } from "@photostructure/sqlite";
import { LabError } from "../messages/failure";
import { isBusy, isHindrance } from "./database-errors";
import { versionOf } from "./migrations";

/**
 * How commits are kept. With WAL the window reads while a terminal writes; it needs shared memory (a mapped `-shm` file),
 * which network folders often lack. There a rollback journal does, which needs locks alone.
 */
export type Journal = "wal" | "rollback";

/** Milliseconds that the first look waits: another process's small write, and far less than a person's patience. */
const shortTimeout = 300;

/**
 * Opens the file, and before that takes it out of WAL mode where its folder does not bear that.
 * @param timeout how long each statement waits for another process's write, milliseconds
 * @throws LabError `databaseFolderUnfit` where files cannot even be locked
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
    // SQLite says the same of a file that somebody has locked and of one that cannot be locked at all. Where nobody can
    // lock a new file either, waiting does not help.
    if (!worksInFolder(file, becomesLocked)) throw unfit(file, error);
    if (!worksInFolder(file, becomesWal)) leaveWal(file, timeout);
    return new DatabaseSync(file, { timeout });
  }
}

/** Changes to the best journal that the folder bears. */
export function chooseJournal(connection: DatabaseSyncInstance, file: string): Journal {
  if (modeOf(connection) === "wal") return "wal";
  // Tried on a file of its own: other processes may have this one open, and could not follow it to WAL.
  if (!worksInFolder(file, becomesWal)) return "rollback";
  useWal(connection);
  return "wal";
}

/**
 * A store that was in WAL mode elsewhere. Whoever locks it alone needs no shared memory, and takes it out of that mode, log
 * and all: https://sqlite.org/wal.html#noshm. One of a newer lab stays as it is.
 */
function leaveWal(file: string, timeout: number): void {
  const connection = new DatabaseSync(file, { timeout });
  try {
    connection.exec("PRAGMA locking_mode = EXCLUSIVE");
    versionOf(connection, file);
    connection.exec("PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL");
    // Gives the lock up, which closing does only once the statements are collected.
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

/** The change to WAL, once in the life of a file, is the one statement that does not wait for another process by itself. */
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
