import { accessSync, constants, mkdirSync, rmSync } from "node:fs";
import { basename, dirname } from "node:path";
import { type DatabaseSyncInstance, enhance, type EnhancedDatabaseSync } from "@photostructure/sqlite";
import { LabError } from "../messages/failure";
import { purgeDeleted } from "./curation";
import { nameErrors, openingError } from "./database-errors";
import { fold } from "./fold";
import { faultsIn } from "./integrity";
import { chooseJournal, type Journal, openReadable } from "./journal";
import { migrations, versionOf } from "./migrations";
import { backUp } from "./rescue";

/** How long a process waits for another one's write, milliseconds. */
const busyTimeout = 10_000;

export type Database = EnhancedDatabaseSync<DatabaseSyncInstance>;

/**
 * Opens the lab's database file and brings it to this version of the tables, after a backup of the file as it was. A file
 * that cannot be used is left as it is.
 * @throws LabError `databaseTooNew` when a newer Dropout Lab wrote it, `databaseDamaged`, `databaseFolderUnfit` where files
 * cannot be locked, `databaseUnusable` when it cannot be opened or written. Later statements throw `databaseDamaged` and
 * `databaseUnusable` with the file's name only.
 */
export function openDatabase(file: string): { database: Database; journal: Journal } {
  try {
    mkdirSync(dirname(file), { recursive: true });
    // SQLite says no more than that it cannot open the file.
    accessSync(dirname(file), constants.W_OK);
    const database = enhance(openReadable(file, busyTimeout));
    let journal: Journal;
    try {
      const version = versionOf(database, file);
      journal = chooseJournal(database, file);
      // With WAL, NORMAL loses nothing when a process dies; a power cut may take commits that LogFile has not seen to. With a
      // rollback journal a commit lasts once the journal is gone from the folder on the disk, which EXTRA waits for.
      database.exec(`PRAGMA synchronous = ${journal === "wal" ? "NORMAL" : "EXTRA"}`);
      database.exec("PRAGMA foreign_keys = ON");
      database.function("fold", { deterministic: true }, fold);
      if (version === migrations.length) {
        checkLists(database, file);
        purgeDeleted(database);
      } else migrate(database, file);
    } catch (error) {
      database.close();
      throw error;
    }
    nameErrors(database, basename(file));
    return { database, journal };
  } catch (error) {
    throw openingError(error, file);
  }
}

/** Of what lists are made of, which takes milliseconds; the records and weights are looked through behind the window. */
function checkLists(database: Database, file: string): void {
  for (const table of ["experiments", "runs", "tags"]) refuse(faultsIn(database, table), file);
}

function refuse([fault]: readonly string[], file: string): void {
  if (fault !== undefined) throw new LabError("databaseDamaged", { file, detail: fault });
}

/** One process at a time: who comes second finds it done. */
function migrate(database: Database, file: string): void {
  let backup: string | null = null;
  const upgrade = database.transaction(() => {
    const version = versionOf(database, file);
    if (version === migrations.length) return;
    if (version > 0) {
      refuse(faultsIn(database), file);
      backup = backUp(file, version);
    }
    for (const migration of migrations.slice(version)) database.exec(migration);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
    // Damage inside the tables' own texts may show only here, when nothing is final yet.
    purgeDeleted(database);
  });
  try {
    upgrade.immediate();
  } catch (error) {
    // Nothing has changed, so the copy is of no use; the next start makes one again.
    if (backup !== null) rmSync(backup);
    throw error;
  }
}
