import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import {
  DatabaseSync,
  type DatabaseSyncInstance,
  enhance,
  type EnhancedDatabaseSync,
} from "@photostructure/sqlite";
import { LabError } from "../messages/failure";
import { fold } from "./fold";
import { migrations } from "./migrations";

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
  database.function("fold", { deterministic: true }, fold);
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
