import { existsSync, statSync } from "node:fs";
import { LabError } from "../messages/failure";
import { backupsOf, checkFile, restore, setAside } from "../store/recovery";

/** @returns the report on the file. @throws LabError that names the problem */
export function checkStore(file: string): string {
  if (!existsSync(file)) return `${file} does not exist yet: the first run creates it.\n`;
  const version = checkFile(file);
  const megabytes = (statSync(file).size / 1e6).toFixed(1);
  return `${file} is sound: ${megabytes} MB, tables of version ${version}\n${backupsText(file)}`;
}

/** @throws LabError `noBackup`, or the backup's problem */
export function restoreStore(file: string, backup = backupsOf(file)[0]?.path): string {
  if (backup === undefined) throw new LabError("noBackup", { file });
  const aside = restore(backup, file);
  return `${backup} is now the store.\n${asideText(aside)}`;
}

export function newStore(file: string): string {
  return `The next run starts a new store.\n${asideText(setAside(file))}`;
}

function asideText(aside: string | null): string {
  return aside === null ? "" : `The old file is kept as ${aside}\n`;
}

function backupsText(file: string): string {
  return backupsOf(file)
    .map(({ path, version, made }) => `backup of version ${version}, ${made}: ${path}\n`)
    .join("");
}
