import type { Database } from "./database-type";
import { isAlive, type Owner } from "./owner";
import { isActive } from "./rows";

/**
 * A process owns its unfinished runs for a time, its lease, which it renews while it has any. On its own machine the
 * process itself is asked whether it lives, so a lease that has ended (the machine slept, or somebody stopped the
 * process for a while) takes nothing from a living process, and a dead one keeps nothing until its lease ends. Other
 * machines only have the lease.
 */

/** Milliseconds. Several times `renewMs`, because the clocks of two machines may differ by minutes. */
export const leaseMs = 5 * 60_000;
export const renewMs = 60_000;

/** From where leases are looked at: a machine, and its time in ms since 1970. */
export interface Viewpoint {
  readonly host: string;
  readonly now: number;
}

interface Lease extends Owner {
  readonly id: number;
  readonly until: number;
}

const isOwner = "(host, pid, mark) = (?, ?, ?)";

/**
 * Part of every statement that changes a run for the process that trains it, so that a process which lost its runs
 * changes nothing any more. The plus keeps SQLite from walking through all runs of the owner to find one.
 */
export const isOwn = `+owner = (SELECT id FROM owners WHERE ${isOwner})`;

/** The parameters of `isOwn`. */
export function ownValues({ host, pid, mark }: Owner): [string, number, string] {
  return [host, pid, mark];
}

/** Begins or renews the owner's lease within the caller's transaction. @returns the id for the runs it takes */
export function takeLease(database: Database, owner: Owner, now: number): number {
  const own = ownValues(owner);
  // Processes come and go; only those with unfinished runs matter.
  database
    .prepare(
      `DELETE FROM owners WHERE NOT ${isOwner}
         AND NOT EXISTS (SELECT 1 FROM runs WHERE owner = owners.id AND ${isActive})`,
    )
    .run(...own);
  const { id } = database
    .prepare(
      `INSERT INTO owners (host, pid, mark, until) VALUES (?, ?, ?, ?)
       ON CONFLICT (host, pid, mark) DO UPDATE SET until = excluded.until RETURNING id`,
    )
    .get(...own, now + leaseMs) as { id: number };
  return id;
}

/** Changes nothing if the lease was lost. */
export function renewLease(database: Database, owner: Owner, now: number): void {
  database.prepare(`UPDATE owners SET until = ? WHERE ${isOwner}`).run(now + leaseMs, ...ownValues(owner));
}

/**
 * Marks the runs of owners that are gone as interrupted. Done when the store is opened, before a run is taken over or
 * deleted, and by the lab from time to time; reading changes nothing. It asks once for each owner, however many runs
 * there are.
 * @returns whether there were any
 */
export function settleOrphans(database: Database, from: Viewpoint): boolean {
  nameOwners(database);
  const leases = database
    .prepare(`SELECT * FROM owners WHERE EXISTS (SELECT 1 FROM runs WHERE owner = owners.id AND ${isActive})`)
    .all() as unknown as Lease[];
  // Unless the owner has renewed its lease meanwhile.
  const settle = database.prepare(
    `UPDATE runs SET status = 'interrupted', ended = ?1, owner = NULL WHERE owner = ?2 AND ${isActive}
       AND EXISTS (SELECT 1 FROM owners WHERE id = ?2 AND until = ?3)`,
  );
  const ended = new Date(from.now).toISOString();
  const gone = leases.filter((lease) => !holds(lease, from));
  // All of them, though one is enough for the answer.
  return gone.filter(({ id, until }) => settle.run(ended, id, until).changes > 0).length > 0;
}

function holds(lease: Lease, { host, now }: Viewpoint): boolean {
  return lease.host === host || lease.host === "" ? isAlive(lease) : lease.until > now;
}

/** For unfinished runs of a lab of version 1 or 2 of the tables: it may have this file open still. */
function nameOwners(database: Database): void {
  const isUnnamed = `owner IS NULL AND ${isActive}`;
  if (!database.prepare(`SELECT 1 FROM runs WHERE ${isUnnamed} LIMIT 1`).get()) return;
  database.exec(
    `INSERT OR IGNORE INTO owners (host, pid, mark, until)
       SELECT DISTINCT '', owner_pid, owner_mark, 0 FROM runs WHERE ${isUnnamed};
     UPDATE runs SET owner = (SELECT id FROM owners WHERE (host, pid, mark) = ('', owner_pid, owner_mark))
       WHERE ${isUnnamed};`,
  );
}
