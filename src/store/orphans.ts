import type { Database } from "./database-type";
import { isAlive, type Owner } from "./owner";
import { isActive } from "./rows";

/**
 * Marks the runs of dead processes as interrupted, never those of living ones. Done when the store is opened, before
 * a run is taken over or deleted, and by the lab from time to time; reading changes nothing.
 * @returns whether there were any
 */
export function settleOrphans(database: Database): boolean {
  const owners = database
    .prepare(`SELECT DISTINCT owner_pid AS pid, owner_mark AS mark FROM runs WHERE ${isActive}`)
    .all() as unknown as Owner[];
  const settle = database.prepare(
    `UPDATE runs SET status = 'interrupted', ended = ? WHERE owner_pid = ? AND owner_mark = ? AND ${isActive}`,
  );
  const ended = new Date().toISOString();
  const dead = owners.filter((owner) => !isAlive(owner));
  // All of them, though one is enough for the answer.
  return dead.filter(({ pid, mark }) => settle.run(ended, pid, mark).changes > 0).length > 0;
}
