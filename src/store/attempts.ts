import { isDeepStrictEqual } from "node:util";
import { failuresOfEveryTime } from "../experiment/missing";
import type { EpochRecord } from "../experiment/result";
import { LabError } from "../messages/failure";
import type { Database } from "./database-type";
import { keptStatement } from "./kept-statements";
import { isOwn, ownValues, takeLease } from "./leases";
import type { Owner } from "./owner";
import { isActive, type RunRow } from "./rows";

/** As `isMissing` says it, for 100,000 rows at once; its second parameter is `hopeless`. */
const isMissing = `NOT ${isActive} AND status <> 'done'
  AND NOT (status = 'failed' AND failure ->> '$.code' IN (SELECT value FROM json_each(?2)))`;

const hopeless = JSON.stringify([...failuresOfEveryTime]);

/**
 * A run may begin more than once: after a failure, or when an interrupted run is resumed. It keeps its row and its
 * records, and continues from a checkpoint or trains from its first epoch again. Its numbers depend only on its
 * document and seed, so epochs that are measured again must equal the kept ones.
 */

/**
 * Queues the missing runs of an experiment again, for this owner, within the caller's transaction.
 * @returns their ids, in the order of the queue
 * @throws LabError `runOfAnotherProcess` while another process trains one. End the runs of dead processes first.
 */
export function reopenRuns(database: Database, experiment: number, owner: Owner, now: number): string[] {
  const elsewhere = database
    .prepare(`SELECT variant, seed FROM runs WHERE experiment = ? AND ${isActive} AND (${isOwn}) IS NOT TRUE`)
    .get(experiment, ...ownValues(owner)) as Pick<RunRow, "variant" | "seed"> | undefined;
  if (elsewhere) throw new LabError("runOfAnotherProcess", { ...elsewhere });
  const { ids, numbers } = database
    .prepare(
      `SELECT json_group_array(id ORDER BY number) AS ids, json_group_array(number) AS numbers
         FROM runs WHERE experiment = ?1 AND ${isMissing}`,
    )
    .get(experiment, hopeless) as { ids: string; numbers: string };
  const reopened = JSON.parse(ids) as string[];
  if (reopened.length === 0) return [];
  database
    .prepare(
      `UPDATE runs SET status = 'queued', attempt = attempt + 1, failure = NULL, ended = NULL,
           owner_pid = ?, owner_mark = ?, owner = ? WHERE number IN (SELECT value FROM json_each(?))`,
    )
    .run(owner.pid, owner.mark, takeLease(database, owner, now), numbers);
  // A cancelled run's weights come from fewer epochs than it will have measured.
  for (const table of ["weights", "ends"]) {
    database.prepare(`DELETE FROM ${table} WHERE run IN (SELECT value FROM json_each(?))`).run(numbers);
  }
  return reopened;
}

/**
 * Those of these runs that exist and could be trained further, including runs of experiments that can still be
 * restored.
 */
export function trainableRuns(database: Database, runIds: readonly string[]): Set<string> {
  const rows = database
    .prepare(
      `SELECT id FROM runs WHERE id IN (SELECT value FROM json_each(?1)) AND (${isActive} OR ${isMissing})`,
    )
    .all(JSON.stringify(runIds), hopeless) as Pick<RunRow, "id">[];
  return new Set(rows.map(({ id }) => id));
}

/** What happened to a record: a run that has ended or has another owner accepts none, and a repeated epoch keeps its first record. */
export type EpochOutcome = "new" | "repeated" | "refused";

/** @throws LabError `runNotRepeated` if an earlier attempt measured something else; the earlier record is kept */
export function addEpoch(database: Database, owner: Owner, runId: string, record: EpochRecord): EpochOutcome {
  const { changes } = keptStatement(
    database,
    `INSERT INTO epochs (run, epoch, record) SELECT number, ?, ? FROM runs
       WHERE id = ? AND ${isActive} AND ${isOwn}
     ON CONFLICT DO NOTHING`,
  ).run(record.epoch, JSON.stringify(record), runId, ...ownValues(owner));
  if (changes > 0) return "new";
  const kept = database
    .prepare(
      `SELECT record FROM epochs JOIN runs ON runs.number = epochs.run
         WHERE runs.id = ? AND epoch = ? AND ${isActive} AND ${isOwn}`,
    )
    .get(runId, record.epoch, ...ownValues(owner)) as { record: string } | undefined;
  if (!kept) return "refused";
  if (!isDeepStrictEqual(measured(kept.record), measured(JSON.stringify(record)))) {
    throw new LabError("runNotRepeated", { epoch: record.epoch });
  }
  return "repeated";
}

/** A record without its times. */
export function measured(record: string): unknown {
  return { ...(JSON.parse(record) as EpochRecord), trainingSeconds: null, evaluationSeconds: null };
}
