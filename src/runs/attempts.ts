import { isDeepStrictEqual } from "node:util";
import { failuresOfEveryTime } from "../experiment/missing";
import type { EpochRecord, Failure } from "../experiment/result";
import { LabError } from "../messages/failure";
import type { Database } from "./database";
import type { Owner } from "./owner";
import { goesOn, type RunRow } from "./rows";

/** As `isMissing` says it, for 100,000 rows at once; its second parameter is `hopeless`. */
const isMissing = `NOT ${goesOn} AND status <> 'done'
  AND NOT (status = 'failed' AND failure ->> '$.code' IN (SELECT value FROM json_each(?2)))`;

const hopeless = JSON.stringify([...failuresOfEveryTime]);

/**
 * A run may be begun more than once: after a failure, or when what was interrupted is resumed. It keeps its row and what
 * it measured, and goes on from a checkpoint or trains from its first epoch again: it is a pure function of its document,
 * so what it measures again must be what is kept.
 */

/**
 * Puts what is missing of an experiment back into the queue, as this owner's.
 * @returns their ids, in the order of the queue
 * @throws LabError `runOfAnotherProcess` while one goes on elsewhere. Owners must have been looked after before.
 */
export function reopenRuns(database: Database, experiment: number, { pid, mark }: Owner): string[] {
  const reopen = database.transaction(() => {
    const elsewhere = database
      .prepare(
        `SELECT variant, seed FROM runs WHERE experiment = ? AND ${goesOn} AND (owner_pid, owner_mark) <> (?, ?)`,
      )
      .get(experiment, pid, mark) as Pick<RunRow, "variant" | "seed"> | undefined;
    if (elsewhere) throw new LabError("runOfAnotherProcess", { ...elsewhere });
    const { ids, numbers } = database
      .prepare(
        `SELECT json_group_array(id ORDER BY number) AS ids, json_group_array(number) AS numbers
         FROM runs WHERE experiment = ?1 AND ${isMissing}`,
      )
      .get(experiment, hopeless) as { ids: string; numbers: string };
    database
      .prepare(
        `UPDATE runs SET status = 'queued', attempt = attempt + 1, failure = NULL, ended = NULL,
           owner_pid = ?, owner_mark = ? WHERE number IN (SELECT value FROM json_each(?))`,
      )
      .run(pid, mark, numbers);
    // Those of a cancelled run are of fewer epochs than it will have measured.
    database.prepare("DELETE FROM weights WHERE run IN (SELECT value FROM json_each(?))").run(numbers);
    return JSON.parse(ids) as string[];
  });
  return reopen.immediate();
}

/** Those of these runs that exist and could be trained further, also of experiments that can still be restored. */
export function trainableRuns(database: Database, runIds: readonly string[]): Set<string> {
  const rows = database
    .prepare(
      `SELECT id FROM runs WHERE id IN (SELECT value FROM json_each(?1)) AND (${goesOn} OR ${isMissing})`,
    )
    .all(JSON.stringify(runIds), hopeless) as Pick<RunRow, "id">[];
  return new Set(rows.map(({ id }) => id));
}

/**
 * Begins a run anew that goes on and has just failed; `failure` is told of it until it ends.
 * @returns whether it did go on
 */
export function retryRun(
  database: Database,
  runId: string,
  status: "queued" | "paused",
  failure: Failure,
): boolean {
  const { changes } = database
    .prepare(`UPDATE runs SET status = ?, attempt = attempt + 1, failure = ? WHERE id = ? AND ${goesOn}`)
    .run(status, JSON.stringify(failure), runId);
  return changes > 0;
}

/** What became of a record: a run that has ended takes no more, and one that is repeated is kept as it was. */
export type Kept = "new" | "repeated" | "refused";

/** @throws LabError `runNotRepeated` where an earlier attempt measured something else; that is kept. */
export function addEpoch(database: Database, runId: string, record: EpochRecord): Kept {
  const { changes } = database
    .prepare(
      `INSERT INTO epochs (run, epoch, record) SELECT number, ?, ? FROM runs WHERE id = ? AND ${goesOn}
       ON CONFLICT DO NOTHING`,
    )
    .run(record.epoch, JSON.stringify(record), runId);
  if (changes > 0) return "new";
  const kept = database
    .prepare(
      `SELECT record FROM epochs JOIN runs ON runs.number = epochs.run WHERE id = ? AND epoch = ? AND ${goesOn}`,
    )
    .get(runId, record.epoch) as { record: string } | undefined;
  if (!kept) return "refused";
  if (!isDeepStrictEqual(measured(kept.record), measured(JSON.stringify(record)))) {
    throw new LabError("runNotRepeated", { epoch: record.epoch });
  }
  return "repeated";
}

/** A record without how long it took. */
function measured(record: string): unknown {
  return { ...(JSON.parse(record) as EpochRecord), trainingSeconds: null, evaluationSeconds: null };
}
