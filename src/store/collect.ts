import { isDeepStrictEqual } from "node:util";
import { failsEveryTime } from "../experiment/missing";
import { activeStatuses, type EnvironmentSpan, type EpochRecord } from "../experiment/result";
import type { RunEnd } from "../experiment/run-end";
import type { Preparation } from "../fields/preparation";
import type { Failure } from "../messages/failure";
import { measured } from "./attempts";
import type { Database } from "./database-type";
import { keepPreparation } from "./preparations";
import { environmentsText, readFailure, type RunRow } from "./rows";

/** A run that was trained elsewhere, as far as it is known here. */
export interface CollectedRun {
  readonly variant: string;
  readonly seed: number;
  /** `interrupted`: it has not ended there, and `failure` says why. */
  readonly status: "done" | "failed" | "interrupted";
  readonly failure: Failure | null;
  readonly started: string | null;
  readonly ended: string | null;
  readonly records: readonly EpochRecord[];
  readonly environments: readonly EnvironmentSpan[];
  readonly preparation: Preparation | null;
  readonly end: RunEnd | null;
  readonly weights: Uint8Array | null;
}

/** `known`: the store had all of it. `trainsHere`: a process of this store trains it now. `differs`: other measures are in the store, and stay. */
export type CollectOutcome = "new" | "known" | "trainsHere" | "differs";

/** Takes in what is new of a run, within the caller's transaction. Its first end stays, wherever it was trained. */
export function collectRun(
  database: Database,
  experimentId: string,
  run: CollectedRun,
): { runId: string; outcome: CollectOutcome } {
  const row = database
    .prepare(
      `SELECT number, id, status, failure FROM runs
         WHERE experiment = (SELECT number FROM experiments WHERE id = ?) AND variant = ? AND seed = ?`,
    )
    .get(experimentId, run.variant, run.seed) as Pick<RunRow, "number" | "id" | "status" | "failure">;
  const outcome = collect(database, row, run);
  return { runId: row.id, outcome };
}

function collect(
  database: Database,
  { number, status, failure }: Pick<RunRow, "number" | "status" | "failure">,
  run: CollectedRun,
): CollectOutcome {
  if (activeStatuses.some((active) => active === status)) return "trainsHere";
  const before = readFailure(failure);
  if (status === "done" || (status === "failed" && before && failsEveryTime(before))) return "known";
  const texts = (
    database.prepare("SELECT record FROM epochs WHERE run = ? ORDER BY epoch").all(number) as {
      record: string;
    }[]
  ).map(({ record }) => record);
  const same = run.records
    .slice(0, texts.length)
    .every((record, index) => isDeepStrictEqual(measured(texts[index]!), measured(JSON.stringify(record))));
  if (!same) return "differs";
  const add = database.prepare("INSERT INTO epochs (run, epoch, record) VALUES (?, ?, ?)");
  for (const record of run.records.slice(texts.length)) add.run(number, record.epoch, JSON.stringify(record));
  const hasMore = run.records.length > texts.length;
  if (hasMore && run.environments.length > 0) {
    database
      .prepare("UPDATE runs SET environment = ? WHERE number = ?")
      .run(environmentsText([...run.environments]), number);
  }
  if (run.preparation) {
    const kept = keepPreparation(database, run.preparation);
    database.prepare("UPDATE runs SET preparation = ? WHERE number = ?").run(kept, number);
  }
  if (run.weights) {
    database
      .prepare("INSERT OR REPLACE INTO weights (run, safetensors) VALUES (?, ?)")
      .run(number, run.weights);
  }
  if (run.end) {
    database
      .prepare("INSERT OR REPLACE INTO ends (run, measures) VALUES (?, ?)")
      .run(number, JSON.stringify(run.end));
  }
  const told = run.failure && JSON.stringify(run.failure);
  const { changes } = database
    .prepare(
      `UPDATE runs SET status = ?1, failure = ?2, started = coalesce(started, ?3), ended = coalesce(?4, ended)
         WHERE number = ?5 AND (?1 <> 'interrupted' OR status = 'interrupted')
           AND (status, failure) IS NOT (?1, ?2)`,
    )
    .run(run.status, told, run.started, run.ended, number);
  return hasMore || (changes > 0 && run.status !== "interrupted") ? "new" : "known";
}
