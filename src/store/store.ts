import { randomBytes } from "node:crypto";
import { type EpochRecord, type Environment, type ActiveStatus, type RunStatus } from "../experiment/result";
import { withEnvironment } from "../experiment/environments";
import type { RunEnd } from "../experiment/run-end";
import type { Experiment } from "../experiment/schema";
import { epochsOf } from "../experiment/variants";
import type {
  Annotations,
  ExperimentDetail,
  ExperimentSummary,
  History,
  HistoryQuery,
  RunSummary,
} from "../contract/contract";
import type { Preparation } from "../fields/preparation";
import { type Failure, LabError } from "../messages/failure";
import { addEpoch, type EpochOutcome, reopenRuns, trainableRuns } from "./attempts";
import { annotate, deleteExperiments, restoreExperiments } from "./curation";
import { type CollectedRun, type CollectOutcome, collectRun } from "./collect";
import { openDatabase } from "./database";
import type { Database } from "./database-type";
import { type Arrival, importExperiment } from "./import";
import { forgetStatements, keptStatement } from "./kept-statements";
import { LogFile } from "./log-file";
import { addExperiment } from "./new-experiment";
import { keepPreparation, preparationOf, type Preparations, preparationsOf } from "./preparations";
import { isOwn, ownValues, renewLease, renewMs, settleOrphans, takeLease, type Viewpoint } from "./leases";
import { type Owner, ownerOf } from "./owner";
import {
  endsOf,
  environmentsText,
  type ExperimentRow,
  isActive,
  readEnvironments,
  readExperiment,
  readRecord,
  readRun,
  returnedRuns,
  selectRuns,
  type SummaryRow,
  summaryRows,
} from "./rows";
import { searchHistory } from "./search";

/** One statement for any number of runs; it takes a list of ids as JSON. */
const isAmong = "id IN (SELECT value FROM json_each(?))";

export type End = Exclude<RunStatus, ActiveStatus>;

/** More runs than this are changed without reading them: there may be 100,000. */
export const mostReturned = 100;

/** What a change of runs came to. */
export interface RunsChange {
  /** Number of runs that were unfinished and have changed. */
  readonly changed: number;
  /** All of the runs as they are now, in the order asked; null if there are too many to read. */
  readonly runs: readonly RunSummary[] | null;
}

/**
 * Every experiment, run, epoch record and weight of the lab, in one SQLite file that the window and the terminal may
 * have open at once. Every call commits before it returns; a commit survives a power cut after `log.sync`.
 */
export class Store {
  private readonly database: Database;
  /** Makes commits survive a power cut. */
  readonly log: LogFile;
  private version: unknown;
  /** When the lease was renewed last, by `clock`. */
  private renewed = 0;

  /**
   * @param owner the process that the runs created here belong to
   * @param clock milliseconds since 1970, for leases
   */
  constructor(
    file: string,
    private readonly owner: Owner = ownerOf(process.pid),
    private readonly clock: () => number = Date.now,
  ) {
    const { database, journal } = openDatabase(file, this.viewpoint());
    this.database = database;
    this.log = new LogFile(file, journal);
    this.version = this.dataVersion();
  }

  /** Whether another process has written since the last call. */
  changedElsewhere(): boolean {
    const version = this.dataVersion();
    const changed = version !== this.version;
    this.version = version;
    return changed;
  }

  close(): void {
    this.log.close();
    forgetStatements(this.database);
    this.database.close();
  }

  /** Stores the document and queues its runs seed by seed, so that variants can be compared early. Returns its id. */
  createExperiment(experiment: Experiment): string {
    return this.queueExperiment(experiment).id;
  }

  /**
   * Like `createExperiment`, but returns the experiment's summary, which `summary` would compute slowly for many
   * runs.
   */
  queueExperiment(experiment: Experiment): ExperimentSummary {
    const { name, variants, seeds } = experiment;
    const [id, created, runsBegin] = [newId(), now(), newId()];
    const epochs = variants.map((variant) => epochsOf(experiment, variant));
    const create = this.database.transaction(() => {
      const lease = takeLease(this.database, this.owner, this.clock());
      const state = { status: "queued", ended: null, owner: this.owner, lease } as const;
      addExperiment(this.database, { id, created, experiment }, runsBegin, state);
    });
    create.immediate();
    const runs = seeds.flatMap((seed, row) =>
      variants.map((variant, column): RunSummary => ({
        id: runsBegin + (row * variants.length + column).toString(16).padStart(5, "0"),
        experimentId: id,
        variant: variant.name,
        rate: variant.rate ?? null,
        seed,
        status: "queued",
        attempt: 1,
        failure: null,
        epochsDone: 0,
        epochs: epochs[column]!,
        started: null,
        ended: null,
      })),
    );
    return { id, name, created, runs };
  }

  /** Imports an experiment from elsewhere. @throws LabError `resultThereAlready`, `resultTrainedHere` */
  importExperiment(arrival: Arrival): { summary: ExperimentSummary; restored: boolean } {
    const takeIn = this.database.transaction(() => {
      const { id, restored } = importExperiment(this.database, arrival, this.owner, newId);
      return { summary: this.summary(id), restored };
    });
    return takeIn.immediate();
  }

  /** Adds an experiment whose runs are trained elsewhere, unless it is there; one that was deleted is restored. */
  expectCollected(id: string, created: string, experiment: Experiment): void {
    const add = this.database.transaction(() => {
      const { changes } = this.database.prepare("UPDATE experiments SET deleted = NULL WHERE id = ?").run(id);
      if (changes > 0) return;
      const state = { status: "interrupted", ended: now(), owner: this.owner, lease: null } as const;
      addExperiment(this.database, { id, created, experiment }, newId(), state);
    });
    add.immediate();
  }

  /** Takes in what is new of a run that was trained elsewhere. */
  collectRun(experimentId: string, run: CollectedRun): { runId: string; outcome: CollectOutcome } {
    return this.database.transaction(() => collectRun(this.database, experimentId, run)).immediate();
  }

  /** The newest experiments, newest first. @param limit by default all */
  experiments(limit = -1): ExperimentSummary[] {
    const rows = this.database
      .prepare("SELECT * FROM experiments WHERE deleted IS NULL ORDER BY number DESC LIMIT ?")
      .all(limit) as ExperimentRow[];
    return rows.map((row) => this.summaryOf(row));
  }

  /** The experiments whose id begins with this text, newest first. */
  idsFrom(start: string): string[] {
    const rows = this.database
      .prepare(
        `SELECT id FROM experiments WHERE deleted IS NULL AND substr(id, 1, length(?1)) = ?1 ORDER BY number DESC`,
      )
      .all(start) as { id: string }[];
    return rows.map(({ id }) => id);
  }

  /** @throws LabError `noSuchExperiment` */
  experiment(experimentId: string): ExperimentDetail {
    const row = this.experimentRow(experimentId);
    return this.detail(row, this.runRowsOf(row));
  }

  /**
   * The experiments of these runs with these runs only, in the order in which `runIds` first names them.
   * @throws LabError `noSuchRun`
   */
  experimentsOf(runIds: readonly string[]): ExperimentDetail[] {
    const rows = summaryRows(
      this.database,
      "AND runs.id IN (SELECT value FROM json_each(?)) ORDER BY runs.number",
      JSON.stringify(runIds),
    );
    const found = new Map(rows.map((row) => [row.id, row]));
    const siblings = new Map<string, SummaryRow[]>();
    for (const id of runIds) {
      const row = found.get(id);
      if (!row) throw new LabError("noSuchRun", { id });
      siblings.set(row.experiment_id, []);
    }
    for (const row of rows) siblings.get(row.experiment_id)!.push(row);
    return [...siblings].map(([experimentId, runs]) => this.detail(this.experimentRow(experimentId), runs));
  }

  /** Only the experiment's document. @throws LabError `noSuchExperiment` */
  document(experimentId: string): Experiment {
    return readExperiment(this.experimentRow(experimentId));
  }

  /** @throws LabError `noSuchExperiment` */
  summary(experimentId: string): ExperimentSummary {
    return this.summaryOf(this.experimentRow(experimentId));
  }

  /** The numbers of experiments, runs and records. */
  facts(): { bytes: number; version: number; experiments: number; runs: Partial<Record<RunStatus, number>> } {
    const number = (name: string) => Number(this.database.pragma(name, { simple: true }));
    const { experiments } = this.database
      .prepare("SELECT count(*) AS experiments FROM experiments WHERE deleted IS NULL")
      .get() as { experiments: number };
    const counts = this.database
      .prepare(`SELECT status, count(*) AS count FROM (${selectRuns}) GROUP BY status ORDER BY status`)
      .all() as { status: RunStatus; count: number }[];
    return {
      bytes: number("page_count") * number("page_size"),
      version: number("user_version"),
      experiments,
      runs: Object.fromEntries(counts.map(({ status, count }) => [status, count])),
    };
  }

  search(query: HistoryQuery): History {
    return searchHistory(this.database, query);
  }

  /** Whether some experiment's document holds this text, also one that can still be restored. */
  isInDocuments(text: string): boolean {
    return (
      this.database.prepare("SELECT 1 FROM experiments WHERE instr(document, ?) LIMIT 1").get(text) !==
      undefined
    );
  }

  /** @throws LabError `noSuchExperiment` */
  annotate(annotations: Annotations): void {
    annotate(this.database, annotations);
  }

  /** All of them or none. @throws LabError `noSuchExperiment`, `experimentGoesOn` while a run has not ended. */
  deleteExperiments(experimentIds: readonly string[]): void {
    this.settleOrphans();
    deleteExperiments(this.database, experimentIds);
  }

  /** All of them or none. @throws LabError `noSuchExperiment` if one is deleted for good */
  restoreExperiments(experimentIds: readonly string[]): void {
    restoreExperiments(this.database, experimentIds);
  }

  /** @throws LabError `noSuchRun` */
  run(runId: string): RunSummary {
    const [row] = summaryRows(this.database, "AND runs.id = ?", runId);
    if (!row) throw new LabError("noSuchRun", { id: runId });
    return readRun(row);
  }

  /**
   * Those of these runs that exist and could be trained further, including runs of experiments that can still be
   * restored.
   */
  unfinished(runIds: readonly string[]): Set<string> {
    return trainableRuns(this.database, runIds);
  }

  /** @throws LabError `noSuchRun`, `runOfAnotherProcess` if another process trains one of them */
  expectEnded(runIds: readonly string[]): void {
    if (runIds.length === 0) return;
    const unknown = this.database
      .prepare(
        `SELECT value AS id FROM json_each(?) WHERE NOT EXISTS (
           SELECT 1 FROM runs JOIN experiments ON experiments.number = runs.experiment
           WHERE runs.id = value AND experiments.deleted IS NULL) LIMIT 1`,
      )
      .get(JSON.stringify(runIds)) as { id: string } | undefined;
    if (unknown) throw new LabError("noSuchRun", { ...unknown });
    const other = this.database
      .prepare(`SELECT variant, seed FROM runs WHERE ${isAmong} AND ${isActive} LIMIT 1`)
      .get(JSON.stringify(runIds)) as Pick<SummaryRow, "variant" | "seed"> | undefined;
    if (other) throw new LabError("runOfAnotherProcess", { ...other });
  }

  /** Returns whether the run was unfinished and now has this status; the first `running` sets its start. */
  setStatus(runId: string, status: ActiveStatus): boolean {
    return this.setStatuses([runId], status).changed > 0;
  }

  /** Like `setStatus`, for many runs. */
  setStatuses(runIds: readonly string[], status: ActiveStatus): RunsChange {
    const started = status === "running" ? now() : null;
    return this.changeRuns(runIds, "status = ?, started = coalesce(started, ?)", [status, started]);
  }

  /** The environment of the run's next epochs; earlier epochs keep theirs. */
  setEnvironment(runId: string, environment: Environment): void {
    const change = this.database.transaction(() => {
      const row = keptStatement(
        this.database,
        `SELECT environment, (SELECT coalesce(max(epoch), 0) FROM epochs WHERE run = number) AS measured
         FROM runs WHERE id = ?`,
      ).get(runId) as { environment: string | null; measured: number } | undefined;
      if (!row) return;
      const spans = withEnvironment(readEnvironments(row.environment), row.measured, environment);
      this.change(
        `UPDATE runs SET environment = ? WHERE id = ? AND ${isOwn}`,
        environmentsText(spans),
        runId,
        ...ownValues(this.owner),
      );
    });
    change.immediate();
  }

  /**
   * Queues the missing runs of an experiment again, for this process.
   * @returns the experiment as it is now, and the ids of these runs in the order of the queue
   * @throws LabError `noSuchExperiment`, `runOfAnotherProcess` while another process trains one of its runs
   */
  reopenRuns(experimentId: string): { summary: ExperimentSummary; reopened: string[] } {
    this.settleOrphans();
    const reopen = this.database.transaction(() => {
      const row = this.experimentRow(experimentId);
      const reopened = reopenRuns(this.database, row.number, this.owner, this.clock());
      return { summary: this.summaryOf(row), reopened };
    });
    return reopen.immediate();
  }

  /** Begins a run again that has just failed, if it is unfinished; it keeps `failure` until it ends. */
  retryRun(runId: string, status: "queued" | "paused", failure: Failure): RunsChange {
    const set = "status = ?, attempt = attempt + 1, failure = ?";
    return this.changeRuns([runId], set, [status, JSON.stringify(failure)]);
  }

  /** Returns whether this ended the run: the first cause wins. */
  endRun(runId: string, status: End, failure: Failure | null = null): boolean {
    return this.endRuns([runId], status, failure).changed > 0;
  }

  /** Like `endRun`, for many runs. */
  endRuns(
    runIds: readonly string[],
    status: End,
    failure: Failure | null,
  ): RunsChange & { readonly ended: string } {
    const ended = now();
    const values = [status, failure && JSON.stringify(failure), ended];
    return { ...this.changeRuns(runIds, "status = ?, failure = ?, ended = ?, owner = NULL", values), ended };
  }

  /** Writes in one commit what `work` writes, or nothing if it throws. */
  together<Result>(work: () => Result): Result {
    return this.database.transaction(work).immediate() as Result;
  }

  /** @throws LabError `runNotRepeated` if an earlier attempt of the run measured something else */
  addEpoch(runId: string, record: EpochRecord): EpochOutcome {
    return addEpoch(this.database, this.owner, runId, record);
  }

  /** @param safetensors the file's bytes (lab/safetensors.ts) */
  saveWeights(runId: string, safetensors: Uint8Array): void {
    this.database
      .prepare(
        `INSERT OR REPLACE INTO weights (run, safetensors)
         SELECT number, ? FROM runs WHERE id = ? AND ${isActive} AND ${isOwn}`,
      )
      .run(safetensors, runId, ...ownValues(this.owner));
  }

  /** Keeps what was measured when the run had ended. */
  saveEnd(runId: string, end: RunEnd): void {
    this.change(
      `INSERT OR REPLACE INTO ends (run, measures)
         SELECT number, ? FROM runs WHERE id = ? AND ${isActive} AND ${isOwn}`,
      JSON.stringify(end),
      runId,
      ...ownValues(this.owner),
    );
  }

  /** The epoch that was measured when the run had ended; undefined if none was. */
  measuredAt(runId: string): number | undefined {
    const query = `SELECT measures ->> '$.epoch' AS epoch FROM ends JOIN runs ON runs.number = ends.run WHERE runs.id = ?`;
    return (this.database.prepare(query).get(runId) as { epoch: number } | undefined)?.epoch;
  }

  /** Keeps how the run's raw rows became what it trains on. */
  savePreparation(runId: string, preparation: Preparation): void {
    const save = this.database.transaction(() => {
      const number = keepPreparation(this.database, preparation);
      const set = `UPDATE runs SET preparation = ? WHERE id = ? AND ${isActive} AND ${isOwn}`;
      this.change(set, number, runId, ...ownValues(this.owner));
    });
    save.immediate();
  }

  /** Undefined if the run has none, such as one of an earlier version. */
  preparationOf(runId: string): Preparation | undefined {
    return preparationOf(this.database, runId);
  }

  /** The preparations of an experiment's runs, each once, and their places in this list by the runs' ids. */
  preparations(experimentId: string): Preparations {
    return preparationsOf(this.database, this.experimentRow(experimentId).number);
  }

  weights(runId: string): Uint8Array | null {
    const row = this.database
      .prepare("SELECT safetensors FROM weights JOIN runs ON runs.number = weights.run WHERE runs.id = ?")
      .get(runId) as { safetensors: Uint8Array } | undefined;
    return row?.safetensors ?? null;
  }

  /** Those of these runs that are in the store, also if their experiment can still be restored. */
  known(runIds: readonly string[]): Set<string> {
    const rows = this.database
      .prepare("SELECT id FROM runs WHERE id IN (SELECT value FROM json_each(?))")
      .all(JSON.stringify(runIds)) as { id: string }[];
    return new Set(rows.map(({ id }) => id));
  }

  hasWeights(runId: string): boolean {
    const query = "SELECT 1 FROM weights JOIN runs ON runs.number = weights.run WHERE runs.id = ?";
    return this.database.prepare(query).get(runId) !== undefined;
  }

  /** Marks the runs of processes that have gone since the store was opened. @returns whether there were any */
  settleOrphans(): boolean {
    return settleOrphans(this.database, this.viewpoint());
  }

  /** Renews the lease of this process's runs when it is time for it. To be called every few seconds. */
  renewLease(): void {
    const now = this.clock();
    // A clock may also be set back.
    if (now >= this.renewed && now < this.renewed + renewMs) return;
    this.renewed = now;
    renewLease(this.database, this.owner, now);
  }

  private viewpoint(): Viewpoint {
    return { host: this.owner.host, now: this.clock() };
  }

  /**
   * https://sqlite.org/pragma.html#pragma_data_version: it changes with other connections' commits, not with our own.
   */
  private dataVersion(): unknown {
    return this.database.pragma("data_version", { simple: true });
  }

  /** Changes those of these runs that this process owns, in one statement. @param set the changed columns */
  private changeRuns(
    runIds: readonly string[],
    set: string,
    values: readonly (string | number | null)[],
  ): RunsChange {
    const sql = `UPDATE runs SET ${set} WHERE ${isAmong} AND ${isActive} AND ${isOwn}`;
    const parameters = [...values, JSON.stringify(runIds), ...ownValues(this.owner)];
    if (runIds.length > mostReturned) {
      return { changed: Number(this.database.prepare(sql).run(...parameters).changes), runs: null };
    }
    const change = this.database.transaction(() => {
      const runs = new Map(returnedRuns(this.database, sql, ...parameters).map((run) => [run.id, run]));
      const changed = runs.size;
      // Some may have ended before, by another process; whoever asks must learn that.
      const rest = runIds.filter((id) => !runs.has(id));
      for (const run of rest.length > 0 ? this.runsWith(rest) : []) runs.set(run.id, run);
      return { changed, runs: runIds.flatMap((id) => runs.get(id) ?? []) };
    });
    return change.immediate();
  }

  private runsWith(runIds: readonly string[]): RunSummary[] {
    const where = "AND runs.id IN (SELECT value FROM json_each(?))";
    return summaryRows(this.database, where, JSON.stringify(runIds)).map(readRun);
  }

  private change(sql: string, ...parameters: (string | number)[]): void {
    keptStatement(this.database, sql).run(...parameters);
  }

  private summaryOf(row: ExperimentRow): ExperimentSummary {
    const { id, name, created } = row;
    return { id, name, created, runs: this.runRowsOf(row).map(readRun) };
  }

  private detail(row: ExperimentRow, runs: readonly SummaryRow[]): ExperimentDetail {
    const records = this.database.prepare("SELECT record FROM epochs WHERE run = ? ORDER BY epoch");
    const texts = this.database
      .prepare(
        "SELECT number, environment FROM runs WHERE experiment = ? AND environment IS NOT NULL ORDER BY number",
      )
      .all(row.number) as { number: number; environment: string }[];
    const environments = new Map(
      texts.map(({ number, environment }) => [number, readEnvironments(environment)]),
    );
    const [first] = [...environments.values()].flat();
    const ends = endsOf(this.database, row);
    return {
      id: row.id,
      created: row.created,
      experiment: readExperiment(row),
      environment: first?.environment ?? null,
      runs: runs.map((run) => ({
        ...readRun(run),
        environments: environments.get(run.number) ?? [],
        ...(ends.has(run.number) && { end: ends.get(run.number)! }),
        // There may be 100,000 that have none.
        records:
          run.epochs_done === 0 ? [] : (records.all(run.number) as { record: string }[]).map(readRecord),
      })),
    };
  }

  private experimentRow(experimentId: string): ExperimentRow {
    const row = this.database
      .prepare("SELECT * FROM experiments WHERE id = ? AND deleted IS NULL")
      .get(experimentId);
    if (row === undefined) throw new LabError("noSuchExperiment", { id: experimentId });
    return row as ExperimentRow;
  }

  private runRowsOf({ number }: ExperimentRow): SummaryRow[] {
    return summaryRows(this.database, "AND runs.experiment = ? ORDER BY runs.number", number);
  }
}

function newId(): string {
  return randomBytes(8).toString("hex");
}

function now(): string {
  return new Date().toISOString();
}
