import { isActive, type Result } from "../experiment/result";
import { epochsOf } from "../experiment/variants";
import { LabError } from "../messages/failure";
import type { Database } from "./database-type";
import type { Owner } from "./owner";
import { environmentsText } from "./rows";
import { keepPreparation } from "./preparations";
import { sameExperiment } from "./same-experiment";

/** An imported experiment with its runs, already checked. */
export interface Arrival {
  readonly id: string;
  readonly result: Result;
  /** The safetensors files by run. */
  readonly weights: readonly (Uint8Array | null)[];
}

/**
 * Imports an experiment within the caller's transaction. Runs keep their status; unfinished ones become interrupted, because no process of
 * this lab will train them. An experiment that was trained or imported here before is not imported again; if it was
 * deleted, it is restored.
 * @returns the experiment's id, and whether it was restored
 * @throws LabError `resultThereAlready`, `resultTrainedHere`
 */
export function importExperiment(
  database: Database,
  { id, result, weights }: Arrival,
  owner: Owner,
  newId: () => string,
): { id: string; restored: boolean } {
  const { experiment, environment, created, runs } = result;
  // A deleted experiment that could still be restored is replaced.
  database.prepare("DELETE FROM experiments WHERE id = ? AND deleted IS NOT NULL").run(id);
  const there = database.prepare("SELECT name FROM experiments WHERE id = ?").get(id) as
    { name: string } | undefined;
  if (there) throw new LabError("resultThereAlready", { name: there.name, id });
  const same = sameExperiment(database, result);
  if (same?.deleted) {
    database.prepare("UPDATE experiments SET deleted = NULL WHERE number = ?").run(same.number);
    return { id: same.id, restored: true };
  }
  if (same) {
    const code = same.imported ? "resultThereAlready" : "resultTrainedHere";
    throw new LabError(code, { name: same.name, id: same.id });
  }
  const { lastInsertRowid: number } = database
    .prepare("INSERT INTO experiments (id, name, created, document, imported) VALUES (?, ?, ?, ?, 1)")
    .run(id, experiment.name, new Date(created).toISOString(), JSON.stringify(experiment));
  const addRun = database.prepare(
    `INSERT INTO runs (id, experiment, variant, rate, own_epochs, seed, status, failure, ended, environment, owner_pid, owner_mark)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const addEpoch = database.prepare("INSERT INTO epochs (run, epoch, record) VALUES (?, ?, ?)");
  const addWeights = database.prepare("INSERT INTO weights (run, safetensors) VALUES (?, ?)");
  const addEnd = database.prepare("INSERT INTO ends (run, measures) VALUES (?, ?)");
  const kept = (result.preparations ?? []).map((each) => keepPreparation(database, each));
  const setPreparation = database.prepare("UPDATE runs SET preparation = ? WHERE number = ?");
  const now = new Date().toISOString();
  const ownEpochs = new Map(
    experiment.variants.map((variant) => [variant.name, epochsOf(experiment, variant)]),
  );
  for (const [
    index,
    { variant, rate, seed, status, failure, epochs, environments, end: measured, preparation },
  ] of runs.entries()) {
    const end = isActive(status) ? "interrupted" : status;
    const { lastInsertRowid: run } = addRun.run(
      newId(),
      number,
      variant,
      rate,
      ownEpochs.get(variant) ?? null,
      seed,
      end,
      failure && JSON.stringify(failure),
      now,
      environmentsText(environments ?? [{ fromEpoch: 1, environment }]),
      owner.pid,
      owner.mark,
    );
    for (const record of epochs) addEpoch.run(run, record.epoch, JSON.stringify(record));
    if (measured) addEnd.run(run, JSON.stringify(measured));
    if (preparation !== undefined) setPreparation.run(kept[preparation]!, run);
    const safetensors = weights[index];
    if (safetensors) addWeights.run(run, safetensors);
  }
  return { id, restored: false };
}
