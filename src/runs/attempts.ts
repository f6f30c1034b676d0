import { isDeepStrictEqual } from "node:util";
import type { EpochRecord, Failure } from "../experiment/result";
import { LabError } from "../messages/failure";
import type { Database } from "./database";
import type { Owner } from "./owner";
import { goesOn, type RunRow } from "./rows";

/**
 * A run may be begun more than once: after a failure, or when what was interrupted is resumed. It keeps its row and what
 * it measured, and goes on from a checkpoint or trains from its first epoch again: it is a pure function of its document,
 * so what it measures again must be what is kept.
 */

/**
 * Puts every run of an experiment that ended otherwise than done back into the queue, as this owner's.
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
    const ended = database
      .prepare(
        `SELECT number, id FROM runs WHERE experiment = ? AND NOT ${goesOn} AND status <> 'done' ORDER BY number`,
      )
      .all(experiment) as Pick<RunRow, "number" | "id">[];
    const begin = database.prepare(
      `UPDATE runs SET status = 'queued', attempt = attempt + 1, failure = NULL, ended = NULL,
         owner_pid = ?, owner_mark = ? WHERE number = ?`,
    );
    // Those of a cancelled run are of fewer epochs than it will have measured.
    const forget = database.prepare("DELETE FROM weights WHERE run = ?");
    for (const { number } of ended) {
      begin.run(pid, mark, number);
      forget.run(number);
    }
    return ended.map(({ id }) => id);
  });
  return reopen.immediate();
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
