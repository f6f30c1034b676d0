import type { Database } from "./database-type";

type Statement = ReturnType<Database["prepare"]>;

const statements = new WeakMap<Database, Map<string, Statement>>();

/**
 * Prepares a statement once for as long as the database is open. For the few texts that every run repeats: to prepare one takes as long as
 * to run it. A statement keeps the values of its last run in memory, so weights are none of them.
 */
export function keptStatement(database: Database, sql: string): Statement {
  let own = statements.get(database);
  if (!own) statements.set(database, (own = new Map()));
  let statement = own.get(sql);
  if (!statement) own.set(sql, (statement = database.prepare(sql)));
  return statement;
}

/** SQLite lets go of a closed file once its statements are collected. */
export function forgetStatements(database: Database): void {
  statements.delete(database);
}
