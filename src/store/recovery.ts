import { existsSync, fsyncSync, openSync, closeSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { LabError } from "../messages/failure";
import { openingError } from "./database-errors";
import { faultsIn } from "./integrity";
import { versionOf } from "./migrations";

/**
 * Ways out if the file cannot be used. Nothing is ever overwritten: backups and set-aside files lie beside the store,
 * with the time in their names: `lab.backup-version-1-2026-11-23T165056Z.sqlite`.
 */

export interface Backup {
  readonly path: string;
  /** Version of its tables. */
  readonly version: number;
  /** When it was made, ISO 8601. */
  readonly made: string;
}

/** Copies the store without the uncommitted changes of other connections. @param version of its tables */
export function backUp(file: string, version: number): string {
  const target = freeName(file, `backup-version-${version}`);
  const draft = `${target}.part`;
  copy(file, draft);
  moveWhole(draft, target);
  return target;
}

/** Newest first. */
export function backupsOf(file: string): Backup[] {
  const stem = stemOf(file);
  return readdirSync(dirname(file))
    .flatMap((name): Backup[] => {
      const match =
        /^(.*)\.backup-version-(\d+)-(\d{4}-\d\d-\d\dT)(\d\d)(\d\d)(\d\d)Z(?:-\d+)?\.sqlite$/.exec(name);
      if (!match || match[1] !== stem) return [];
      const [, , version, day, hours, minutes, seconds] = match;
      const made = `${day}${hours}:${minutes}:${seconds}Z`;
      return [{ path: join(dirname(file), name), version: Number(version), made }];
    })
    .sort((a, b) => b.made.localeCompare(a.made) || b.path.localeCompare(a.path));
}

/**
 * Renames the file, so that the lab starts a new one. A process that has it open keeps using it under the new name.
 * @returns its new path; null if there was no file
 * @throws LabError `databaseUnusable`
 */
export function setAside(file: string): string | null {
  if (!existsSync(file)) return null;
  const target = freeName(file, "set-aside");
  try {
    // The log may hold changes that the file lacks, and a rollback journal may hold changes to take back. Both belong
    // to this file, and a new one must never read them.
    for (const ending of ["-journal", "-wal", "-shm", ""]) {
      if (existsSync(file + ending)) renameSync(file + ending, target + ending);
    }
  } catch (error) {
    throw openingError(error, file);
  }
  return target;
}

/**
 * Puts a copy of the backup in the place of the file, which is set aside.
 * @returns the old file's new path; null if there was no file
 * @throws LabError `databaseDamaged`, `databaseTooNew` or `databaseUnusable` of the backup; then nothing is changed
 */
export function restore(backup: string, file: string): string | null {
  const draft = `${file}.part`;
  try {
    checkFile(backup);
    copy(backup, draft);
    const aside = setAside(file);
    moveWhole(draft, file);
    return aside;
  } catch (error) {
    throw openingError(error, backup);
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Checks all of a file.
 * @returns the version of its tables
 * @throws LabError `databaseDamaged`, `databaseTooNew`, `databaseUnusable`
 */
export function checkFile(file: string): number {
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const [fault] = faultsIn(database);
      if (fault !== undefined) throw new LabError("databaseDamaged", { file, detail: fault });
      const version = versionOf(database, file);
      if (version === 0) throw new LabError("databaseDamaged", { file, detail: "it holds no tables" });
      return version;
    } finally {
      database.close();
    }
  } catch (error) {
    throw openingError(error, file);
  }
}

/** Copies through SQLite, because the last commits may lie in a log beside the file. */
function copy(file: string, draft: string): void {
  rmSync(draft, { force: true });
  const source = new DatabaseSync(file, { readOnly: true });
  try {
    source.prepare("VACUUM INTO ?").run(draft);
  } finally {
    source.close();
  }
}

function stemOf(file: string): string {
  return basename(file).replace(/\.sqlite$/, "");
}

function freeName(file: string, kind: string): string {
  const time = new Date().toISOString().replace(/:|\.\d+/g, "");
  for (let number = 1; ; number++) {
    const counted = number === 1 ? "" : `-${number}`;
    const name = join(dirname(file), `${stemOf(file)}.${kind}-${time}${counted}.sqlite`);
    if (!existsSync(name)) return name;
  }
}

/** Synced before it gets its name. */
function moveWhole(draft: string, target: string): void {
  const handle = openSync(draft, "r+");
  fsyncSync(handle);
  closeSync(handle);
  renameSync(draft, target);
}
