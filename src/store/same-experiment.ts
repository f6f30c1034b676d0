import { isDeepStrictEqual } from "node:util";
import type { EpochRecord, Result } from "../experiment/result";
import { type DataConfig, type Experiment, isFileField } from "../experiment/schema";
import type { Database } from "./database-type";
import { type ExperimentRow, readExperiment, readRecord } from "./rows";

export interface SameExperiment {
  readonly number: number;
  readonly id: string;
  readonly name: string;
  readonly deleted: boolean;
  readonly imported: boolean;
}

/**
 * The experiment of this store from which a result was written, if the store has everything in the result: it has the
 * same start, the same document (name and file paths aside) and every epoch of the result. An experiment that has
 * trained further still matches; one that lost epochs to an older backup does not.
 */
export function sameExperiment(
  database: Database,
  { created, experiment, runs }: Result,
): SameExperiment | null {
  const rows = database
    .prepare("SELECT * FROM experiments WHERE created = ? ORDER BY deleted IS NOT NULL, number")
    .all(new Date(created).toISOString()) as (ExperimentRow & { deleted: string | null })[];
  const runRows = database.prepare("SELECT number, variant, seed FROM runs WHERE experiment = ?");
  const recordRows = database.prepare("SELECT record FROM epochs WHERE run = ? ORDER BY epoch");
  for (const row of rows) {
    if (!isDeepStrictEqual(withoutPlace(readExperiment(row)), withoutPlace(experiment))) continue;
    const kept = runRows.all(row.number) as { number: number; variant: string; seed: number }[];
    const holdsAll = runs.every(({ variant, seed, epochs }) => {
      const run = kept.find((one) => one.variant === variant && one.seed === seed);
      if (!run) return false;
      const records = recordRows.all(run.number) as { record: string }[];
      return epochs.every((epoch, index) => holds(records[index], epoch));
    });
    if (!holdsAll) continue;
    const { number, id, name, deleted, imported } = row;
    return { number, id, name, deleted: deleted !== null, imported: imported !== 0 };
  }
  return null;
}

function holds(row: { record: string } | undefined, epoch: EpochRecord): boolean {
  return row !== undefined && isDeepStrictEqual(readRecord(row), epoch);
}

/** An experiment may have been renamed since, and its files moved together with the document. */
function withoutPlace(experiment: Experiment): object {
  const data = Object.entries(experiment.data as DataConfig).filter(([field]) => !isFileField(field));
  return { ...experiment, name: "", data: Object.fromEntries(data) };
}
