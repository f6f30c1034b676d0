import { isDamage } from "./database-errors";

/** The part of a connection that the checks use. */
interface Connection {
  prepare(sql: string): { all(): unknown[] };
}

/**
 * The problems that SQLite finds (https://sqlite.org/pragma.html#pragma_quick_check), in its own words; an empty list
 * for a sound file. Checks only one table and its indices if `table` is given.
 */
export function faultsIn(connection: Connection, table?: string): string[] {
  try {
    const rows = connection.prepare(`PRAGMA quick_check${table ? `(${table})` : "(10)"}`).all();
    return rows.map((row) => String(Object.values(row as object)[0])).filter((fault) => fault !== "ok");
  } catch (error) {
    if (!isDamage(error)) throw error;
    return [(error as Error).message];
  }
}

/** Reads the whole file: about a second for a gigabyte. SQLite is loaded here, because trainers seldom need it. */
export async function faultsInFile(file: string): Promise<string[]> {
  const { DatabaseSync } = await import("@photostructure/sqlite");
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return faultsIn(database);
  } finally {
    database.close();
  }
}
