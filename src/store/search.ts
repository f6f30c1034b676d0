import { type History, historyExperimentSchema, type HistoryQuery } from "../contract/history";
import type { Database } from "./database-type";
import { fold } from "./fold";
import { type ExperimentRow, historyRunOf, type RunRow, selectRuns, sound } from "./rows";

/**
 * Values of the best matching runs, so that an experiment sorts by its best result; equal values sort by age, newest
 * first.
 */
const orders: Record<HistoryQuery["sort"], string> = {
  newest: "experiments.created DESC",
  oldest: "experiments.created, experiments.number",
  name: "fold(experiments.name)",
  loss: "min(runs.last_loss) NULLS LAST",
  accuracy: "max(runs.last_accuracy) DESC NULLS LAST",
};

/** The matching experiments, pinned first, read at one moment of the store. */
export function searchHistory(database: Database, query: HistoryQuery): History {
  const read = database.transaction((): History => {
    const { sql, values } = conditionsOf(query);
    const matching = database
      .prepare(
        `SELECT experiments.number, count(*) AS runs
         FROM runs JOIN experiments ON experiments.number = runs.experiment
         WHERE experiments.deleted IS NULL ${sql}
         GROUP BY experiments.number
         ORDER BY experiments.pinned DESC, ${orders[query.sort]}, experiments.number DESC`,
      )
      .all(...values) as { number: number; runs: number }[];
    const page = matching.slice(query.offset, query.offset + query.limit).map(({ number }) => number);
    return {
      experiments: matching.length,
      runs: matching.reduce((sum, experiment) => sum + experiment.runs, 0),
      tags: tagsIn(database),
      page: pageOf(database, page, { sql, values }),
    };
  });
  return read.deferred();
}

/** The experiments of these numbers, in this order, with their matching runs. */
function pageOf(
  database: Database,
  numbers: readonly number[],
  { sql, values }: Conditions,
): History["page"] {
  const page = JSON.stringify(numbers);
  const runs = database
    .prepare(
      `${selectRuns} AND runs.experiment IN (SELECT value FROM json_each(?)) ${sql} ORDER BY runs.number`,
    )
    .all(page, ...values) as RunRow[];
  const runsOf = new Map<string, RunRow[]>();
  for (const run of runs) {
    const siblings = runsOf.get(run.experiment_id);
    if (siblings) siblings.push(run);
    else runsOf.set(run.experiment_id, [run]);
  }
  const rows = database
    .prepare(
      `SELECT experiments.id, name, created, note, pinned, imported, source,
         document -> '$.evaluation.halving' AS halving,
         (SELECT json_group_array(tag ORDER BY tag) FROM tags WHERE experiment = experiments.number) AS tags
       FROM json_each(?) JOIN experiments ON experiments.number = value ORDER BY key`,
    )
    .all(page) as (Omit<ExperimentRow, "number" | "document"> & {
    tags: string;
    halving: string | null;
  })[];
  return rows.map(({ halving, ...row }) =>
    sound(() =>
      historyExperimentSchema.parse({
        ...row,
        ...(halving !== null && { halving: JSON.parse(halving) }),
        pinned: row.pinned !== 0,
        imported: row.imported !== 0,
        tags: JSON.parse(row.tags),
        runs: (runsOf.get(row.id) ?? []).map(historyRunOf),
      }),
    ),
  );
}

function tagsIn(database: Database): History["tags"] {
  return database
    .prepare(
      `SELECT tag, count(*) AS count FROM tags JOIN experiments ON experiments.number = tags.experiment
       WHERE experiments.deleted IS NULL GROUP BY tag ORDER BY count DESC, tag`,
    )
    .all() as History["tags"];
}

interface Conditions {
  /** Continues a WHERE on runs joined with their experiments. */
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

function conditionsOf(query: HistoryQuery): Conditions {
  const parts: Conditions[] = [
    ...words(query.text),
    ...query.tags.map((tag) => ({
      sql: "EXISTS (SELECT 1 FROM tags WHERE tags.experiment = experiments.number AND tags.tag = ?)",
      values: [tag],
    })),
    ...(query.from === null ? [] : [{ sql: "experiments.created >= ?", values: [utc(query.from)] }]),
    ...(query.to === null ? [] : [{ sql: "experiments.created <= ?", values: [utc(query.to)] }]),
    ...among("experiments.source", query.sources),
    ...among("runs.status", query.statuses),
    ...rateWithin(query.rate),
    ...within("runs.last_loss", query.loss),
    ...within("runs.last_accuracy", query.accuracy),
    ...(query.pinnedOnly ? [{ sql: "experiments.pinned", values: [] }] : []),
  ];
  return {
    sql: parts.map(({ sql }) => `AND ${sql}`).join(" "),
    values: parts.flatMap(({ values }) => values),
  };
}

function words(text: string): Conditions[] {
  const searched = `fold(experiments.name || char(10) || experiments.note || char(10) || runs.variant || char(10) ||
    coalesce((SELECT group_concat(tag, char(10)) FROM tags WHERE experiment = experiments.number), ''))`;
  return fold(text)
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => ({ sql: `instr(${searched}, ?) > 0`, values: [word] }));
}

function among(column: string, choices: readonly string[]): Conditions[] {
  if (choices.length === 0) return [];
  return [{ sql: `${column} IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(choices)] }];
}

type Range = HistoryQuery["loss"];

function within(column: string, range: Range): Conditions[] {
  if (range === null) return [];
  const { min, max } = range;
  return [
    { sql: `${column} IS NOT NULL`, values: [] },
    ...(min === null ? [] : [{ sql: `${column} >= ?`, values: [min] }]),
    ...(max === null ? [] : [{ sql: `${column} <= ?`, values: [max] }]),
  ];
}

/** Any of the rates at which its layers drop. */
function rateWithin(range: Range): Conditions[] {
  if (range === null) return [];
  const own = within("value", range);
  const sql = own.map((part) => part.sql).join(" AND ");
  return [
    {
      sql: `EXISTS (SELECT 1 FROM json_each(rates(experiments.document, runs.variant)) WHERE ${sql})`,
      values: own.flatMap(({ values }) => values),
    },
  ];
}

/** In the same form as `created`, so that the texts sort like the times. */
function utc(time: string): string {
  return new Date(time).toISOString();
}
