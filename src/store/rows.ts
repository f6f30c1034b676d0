import {
  environmentSchema,
  type EnvironmentSpan,
  environmentSpanSchema,
  type EpochRecord,
  epochRecordSchema,
  activeStatuses,
  type RunStatus,
  runStatusSchema,
} from "../experiment/result";
import { type RunEnd, runEndSchema } from "../experiment/run-end";
import { type Experiment, experimentSchema } from "../experiment/schema";
import type { RunSummary } from "../contract/run-summary";
import { type Failure, failureSchema, LabError } from "../messages/failure";
import type { Database } from "./database-type";
import { keptStatement } from "./kept-statements";

/** The rows of the tables, and how to read them. */
export interface ExperimentRow {
  readonly number: number;
  readonly id: string;
  readonly name: string;
  readonly created: string;
  readonly document: string;
  readonly note: string;
  readonly pinned: number;
  readonly imported: number;
  readonly source: string;
}

/** A run without the summary of its epochs. */
export interface SummaryRow {
  readonly number: number;
  readonly id: string;
  readonly experiment_id: string;
  readonly variant: string;
  readonly rate: number | null;
  readonly seed: number;
  readonly status: string;
  readonly failure: string | null;
  readonly started: string | null;
  readonly ended: string | null;
  readonly epochs: number;
  readonly epochs_done: number;
  readonly attempt: number;
}

export interface RunRow extends SummaryRow {
  readonly last_loss: number | null;
  readonly last_accuracy: number | null;
  readonly last_forgotten_loss: number | null;
  readonly last_forgotten_accuracy: number | null;
  readonly best_loss: number | null;
}

/** Part of every UPDATE of a run: the first end wins. The index runs_of_owner uses the same words. */
export const isActive = `status IN (${activeStatuses.map((status) => `'${status}'`).join(", ")})`;

/** The columns of a SummaryRow in their order, and the SQL of those that have another name in the tables. */
const summaryNames = [
  ...(["number", "id", "experiment_id", "variant", "rate", "seed", "status", "attempt", "failure"] as const),
  ...(["started", "ended", "epochs", "epochs_done"] as const),
] as const satisfies readonly (keyof SummaryRow)[];
const summarySql: Partial<Record<keyof SummaryRow, string>> = {
  number: "runs.number",
  id: "runs.id",
  experiment_id: "experiments.id",
  epochs: "coalesce(own_epochs, experiments.epochs)",
};
const summaryColumns = summaryNames.map((name) => `${summarySql[name] ?? name} AS ${name}`).join(", ");

/** The same, for RETURNING, which knows one table only. */
const returnedColumns = summaryColumns
  .replace("experiments.id", "(SELECT id FROM experiments WHERE number = experiment)")
  .replace("experiments.epochs", "(SELECT epochs FROM experiments WHERE number = experiment)");

const runsToShow = `FROM runs JOIN experiments ON experiments.number = runs.experiment WHERE experiments.deleted IS NULL`;

/**
 * Selects runs as RunRow, without those of deleted experiments; continue it with AND and further conditions. Each
 * column costs a list of thousands some milliseconds, so it selects only the columns of RunRow.
 */
export const selectRuns = `
  SELECT ${summaryColumns}, last_loss, last_accuracy, last_forgotten_loss, last_forgotten_accuracy, best_loss
  ${runsToShow}`;

/** @param where continues `selectRuns` */
export function summaryRows(
  database: Database,
  where: string,
  ...parameters: (string | number)[]
): SummaryRow[] {
  return readSummaryRows(
    keptStatement(database, `SELECT ${summaryColumns} ${runsToShow} ${where}`),
    parameters,
  );
}

/** Runs an UPDATE of runs, and returns the changed ones as they are now. */
export function returnedRuns(
  database: Database,
  update: string,
  ...parameters: (string | number | null)[]
): RunSummary[] {
  const statement = keptStatement(database, `${update} RETURNING ${returnedColumns}`);
  return readSummaryRows(statement, parameters).map(readRun);
}

function readSummaryRows(
  statement: ReturnType<Database["prepare"]>,
  parameters: readonly (string | number | null)[],
): SummaryRow[] {
  // Arrays take half the time of objects, and there may be 100,000 rows.
  statement.setReturnArrays(true);
  const rows = statement.all(...parameters) as unknown as SummaryValues[];
  return rows.map(summaryRowOf);
}

type ValuesOf<Names extends readonly (keyof SummaryRow)[]> = {
  readonly [Index in keyof Names]: SummaryRow[Names[Index]];
};
type SummaryValues = ValuesOf<typeof summaryNames>;

/** In the order of `summaryNames`. Written out, because a loop over the names takes three times as long. */
function summaryRowOf(values: SummaryValues): SummaryRow {
  return {
    number: values[0],
    id: values[1],
    experiment_id: values[2],
    variant: values[3],
    rate: values[4],
    seed: values[5],
    status: values[6],
    attempt: values[7],
    failure: values[8],
    started: values[9],
    ended: values[10],
    epochs: values[11],
    epochs_done: values[12],
  };
}

/** The tables hold every column to its type, so only what a text says is looked at: a schema takes a second for 100,000. */
export function readRun(row: SummaryRow): RunSummary {
  return sound(() => summaryOf(row));
}

/** For History, which reads a run together with its experiment. */
export function historyRunOf(row: RunRow) {
  const last = {
    loss: row.last_loss,
    accuracy: row.last_accuracy,
    forgottenLoss: row.last_forgotten_loss,
    forgottenAccuracy: row.last_forgotten_accuracy,
  };
  return { ...summaryOf(row), last: row.epochs_done === 0 ? null : last, bestLoss: row.best_loss };
}

function summaryOf(row: SummaryRow): RunSummary {
  return {
    id: row.id,
    experimentId: row.experiment_id,
    variant: row.variant,
    rate: row.rate,
    seed: row.seed,
    status: readStatus(row.status),
    attempt: row.attempt,
    failure: readFailure(row.failure),
    epochsDone: row.epochs_done,
    epochs: row.epochs,
    started: row.started,
    ended: row.ended,
  };
}

function readStatus(text: string): RunStatus {
  return runStatusSchema.options.find((status) => status === text) ?? runStatusSchema.parse(text);
}

export function readFailure(text: string | null): Failure | null {
  return text === null ? null : failureSchema.parse(JSON.parse(text));
}

export function readExperiment(row: ExperimentRow): Experiment {
  return sound(() => experimentSchema.parse(JSON.parse(row.document)));
}

export function readRecord(row: { readonly record: string }): EpochRecord {
  return sound(() => epochRecordSchema.parse(JSON.parse(row.record)));
}

/** What was measured at the end of the experiment's runs, by their numbers. */
export function endsOf(database: Database, { number }: ExperimentRow): Map<number, RunEnd> {
  const rows = database
    .prepare("SELECT run, measures FROM ends JOIN runs ON runs.number = ends.run WHERE runs.experiment = ?")
    .all(number) as { run: number; measures: string }[];
  return new Map(rows.map((row) => [row.run, sound(() => runEndSchema.parse(JSON.parse(row.measures)))]));
}

/** @param text of a run's column: one environment, or a list if the run continued in another; null before it began */
export function readEnvironments(text: string | null): EnvironmentSpan[] {
  if (text === null) return [];
  return sound(() => {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return environmentSpanSchema.array().min(1).parse(value);
    return [{ fromEpoch: 1, environment: environmentSchema.parse(value) }];
  });
}

/** For `readEnvironments`. */
export function environmentsText(spans: readonly EnvironmentSpan[]): string {
  return JSON.stringify(spans.length === 1 ? spans[0]!.environment : spans);
}

/** The lab can read everything that it wrote. If a text cannot be read, it is damage that SQLite does not notice. */
export function sound<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    const detail =
      error instanceof SyntaxError ? "a text in it is cut or changed" : "a value in it is none of the lab's";
    throw new LabError("databaseDamaged", { file: "lab.sqlite", detail }, { cause: error });
  }
}
