import { accessSync, constants, mkdirSync, rmSync } from "node:fs";
import { basename, dirname } from "node:path";
import { enhance } from "@photostructure/sqlite";
import { LabError } from "../messages/failure";
import { purgeDeleted } from "./curation";
import type { Database } from "./database-type";
import { nameErrors, openingError } from "./database-errors";
import { fold } from "./fold";
import { ratesReader } from "./rates";
import { faultsIn } from "./integrity";
import { chooseJournal, type Journal, openReadable } from "./journal";
import { settleOrphans, type Viewpoint } from "./leases";
import { migrations, versionOf } from "./migrations";
import { backUp } from "./recovery";

/** Milliseconds that a process waits for another one's write. */
const busyTimeout = 10_000;

/**
 * Of the write-ahead log, after which a commit also moves them into the database: 16 MB. That takes two syncs, 5 to 15 ms in which trainers wait for
 * their next order. SQLite's own 1000 pages are full after ten small runs.
 */
const pagesPerCheckpoint = 4000;

/**
 * Opens the lab's database file and brings it to this version of the tables, after a backup of the file as it was. It
 * leaves an unusable file unchanged.
 * @throws LabError `databaseTooNew` when a newer Dropout Lab wrote it, `databaseDamaged`, `databaseFolderUnfit` if
 * files cannot be locked, `databaseUnusable` when it cannot be opened or written. Later statements throw
 * `databaseDamaged` and `databaseUnusable` with the file's name only.
 */
export function openDatabase(file: string, from: Viewpoint): { database: Database; journal: Journal } {
  try {
    mkdirSync(dirname(file), { recursive: true });
    // SQLite only says that it cannot open the file.
    accessSync(dirname(file), constants.W_OK);
    const database = enhance(openReadable(file, busyTimeout));
    let journal: Journal;
    try {
      const version = versionOf(database, file);
      journal = chooseJournal(database, file);
      // With WAL, NORMAL loses nothing when a process dies; a power cut may lose commits that LogFile has not synced
      // yet. With a rollback journal, a commit is final once the journal is gone from the folder on the disk, and
      // EXTRA waits for that.
      database.exec(`PRAGMA synchronous = ${journal === "wal" ? "NORMAL" : "EXTRA"}`);
      database.exec(`PRAGMA wal_autocheckpoint = ${pagesPerCheckpoint}`);
      database.exec("PRAGMA foreign_keys = ON");
      database.function("fold", { deterministic: true }, fold);
      database.function("rates", { deterministic: true }, ratesReader());
      if (version === migrations.length) {
        checkLists(database, file);
        purgeDeleted(database);
        settleWherePossible(database, file, from);
      } else migrate(database, file, from);
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

/** Checks the tables behind lists, which takes milliseconds; a background process checks records and weights. */
function checkLists(database: Database, file: string): void {
  for (const table of ["experiments", "runs", "tags", "owners"]) refuse(faultsIn(database, table), file);
}

function refuse([fault]: readonly string[], file: string): void {
  if (fault !== undefined) throw new LabError("databaseDamaged", { file, detail: fault });
}

/** A store that has no room for it can still be read. */
function settleWherePossible(database: Database, file: string, from: Viewpoint): void {
  try {
    settleOrphans(database, from);
  } catch (error) {
    if (openingError(error, file).code === "databaseDamaged") throw error;
  }
}

/** One process at a time; the second one finds it done. */
function migrate(database: Database, file: string, from: Viewpoint): void {
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
    // Damage inside the tables' texts may show only here, while nothing is final yet.
    purgeDeleted(database);
    settleOrphans(database, from);
  });
  try {
    upgrade.immediate();
  } catch (error) {
    // Nothing has changed, so the copy is useless; the next start makes one again.
    if (backup !== null) rmSync(backup);
    throw error;
  }
}
