import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import {
  DatabaseSync,
  type DatabaseSyncInstance,
  enhance,
  type EnhancedDatabaseSync,
} from "@photostructure/sqlite";
import { LabError } from "../messages/failure";

/**
 * Each entry brings the database from the version of its place to the next; `PRAGMA user_version` says how many have
 * been applied. Published entries are never edited: a change of the tables is a new entry.
 */
const migrations = [
  `
  CREATE TABLE experiments (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created TEXT NOT NULL,
    document TEXT NOT NULL
  ) STRICT;

  CREATE TABLE runs (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    experiment INTEGER NOT NULL REFERENCES experiments (number) ON DELETE CASCADE,
    variant TEXT NOT NULL,
    rate REAL,
    seed INTEGER NOT NULL,
    status TEXT NOT NULL DEFAULT 'queued',
    failure TEXT,
    started TEXT,
    ended TEXT,
    environment TEXT,
    owner_pid INTEGER NOT NULL,
    owner_mark TEXT NOT NULL
  ) STRICT;
  CREATE INDEX runs_of_experiment ON runs (experiment);
  CREATE INDEX runs_going_on ON runs (status) WHERE status IN ('queued', 'running', 'paused');

  CREATE TABLE epochs (
    run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (run, epoch)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE weights (
    run INTEGER PRIMARY KEY REFERENCES runs (number) ON DELETE CASCADE,
    safetensors BLOB NOT NULL
  ) STRICT;
  `,
  `
  -- How often it was begun: a run that is resumed or tried again keeps its row.
  ALTER TABLE runs ADD COLUMN attempt INTEGER NOT NULL DEFAULT 1;
  `,
];

/** How long a process waits for another one's write, milliseconds. */
const busyTimeout = 10_000;
const sqliteBusy = 5;

export type Database = ReturnType<typeof openDatabase>;

/**
 * Opens the lab's database file and brings it to this version of the tables.
 * @throws LabError `databaseTooNew` when a newer Dropout Lab wrote it, `databaseUnusable` when it cannot be opened.
 */
export function openDatabase(file: string) {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const database = enhance(new DatabaseSync(file, { timeout: busyTimeout }));
    try {
      migrate(database, file);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  } catch (error) {
    if (error instanceof LabError) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new LabError("databaseUnusable", { file, detail }, { cause: error });
  }
}

function migrate(database: EnhancedDatabaseSync<DatabaseSyncInstance>, file: string): void {
  const upgrade = database.transaction(() => {
    const version = Number(database.pragma("user_version", { simple: true }));
    if (version > migrations.length) {
      throw new LabError("databaseTooNew", { file, version, known: migrations.length });
    }
    for (const migration of migrations.slice(version)) database.exec(migration);
    if (version < migrations.length) database.exec(`PRAGMA user_version = ${migrations.length}`);
  });
  useWal(database);
  // With WAL this loses nothing when a process dies; only a power cut may take the last commits.
  database.exec("PRAGMA synchronous = NORMAL");
  database.exec("PRAGMA foreign_keys = ON");
  upgrade.immediate();
}

/**
 * Readers (the window) and a writer (a run in a terminal) must not wait for each other. The change to WAL itself, once
 * in the life of a file, is the one statement that does not wait for another process by itself.
 */
function useWal(database: EnhancedDatabaseSync<DatabaseSyncInstance>): void {
  for (let attempt = 1; ; attempt++) {
    try {
      database.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== sqliteBusy || attempt === 20) throw error;
      database.exec("BEGIN IMMEDIATE; COMMIT");
    }
  }
}
