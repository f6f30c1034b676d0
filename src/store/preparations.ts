import { createHash } from "node:crypto";
import { type Preparation, preparationSchema } from "../fields/preparation";
import type { Database } from "./database-type";
import { keptStatement } from "./kept-statements";
import { sound } from "./rows";

/** How raw rows became what runs train on: many runs share one, so each content is kept once. */
export interface Preparations {
  readonly preparations: readonly Preparation[];
  /** Places in that list, by the ids of runs. */
  readonly places: ReadonlyMap<string, number>;
}

/** @returns its number in the store */
export function keepPreparation(database: Database, preparation: Preparation): number {
  const document = JSON.stringify(preparation);
  const digest = createHash("sha256").update(document).digest("hex");
  // Each run tells one, and most the same.
  const row = keptStatement(database, "SELECT number FROM preparations WHERE digest = ?").get(digest);
  if (row !== undefined) return (row as { number: number }).number;
  const { lastInsertRowid } = database
    .prepare("INSERT INTO preparations (digest, document) VALUES (?, ?)")
    .run(digest, document);
  return Number(lastInsertRowid);
}

export function preparationOf(database: Database, runId: string): Preparation | undefined {
  const row = database
    .prepare("SELECT document FROM preparations WHERE number = (SELECT preparation FROM runs WHERE id = ?)")
    .get(runId) as { document: string } | undefined;
  return row && sound(() => preparationSchema.parse(JSON.parse(row.document)));
}

export function preparationsOf(database: Database, experiment: number): Preparations {
  const rows = database
    .prepare(
      "SELECT id, preparation FROM runs WHERE experiment = ? AND preparation IS NOT NULL ORDER BY number",
    )
    .all(experiment) as { id: string; preparation: number }[];
  const numbers = [...new Set(rows.map(({ preparation }) => preparation))];
  const read = database.prepare("SELECT document FROM preparations WHERE number = ?");
  const places = new Map(numbers.map((number, place) => [number, place]));
  return {
    preparations: numbers.map((number) =>
      sound(() => preparationSchema.parse(JSON.parse((read.get(number) as { document: string }).document))),
    ),
    places: new Map(rows.map(({ id, preparation }) => [id, places.get(preparation)!])),
  };
}

/** After runs have been deleted. */
export const removeUnusedPreparations =
  "DELETE FROM preparations WHERE number NOT IN (SELECT preparation FROM runs WHERE preparation IS NOT NULL)";
