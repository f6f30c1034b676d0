import type { RunStatus } from "../experiment/result";
import type { Experiment } from "../experiment/schema";
import { epochsOf } from "../experiment/variants";
import type { Database } from "./database-type";
import type { Owner } from "./owner";

/** How the runs of a new experiment stand. */
export interface FirstState {
  readonly status: RunStatus;
  /** ISO 8601; null for runs that a process is about to train. */
  readonly ended: string | null;
  readonly owner: Owner;
  /** The owner's lease; null for runs that have ended. */
  readonly lease: number | null;
}

/** Adds an experiment with all its runs, seed by seed, within the caller's transaction. @param runsBegin the first characters of the runs' ids */
export function addExperiment(
  database: Database,
  {
    id,
    created,
    experiment,
  }: { readonly id: string; readonly created: string; readonly experiment: Experiment },
  runsBegin: string,
  { status, ended, owner, lease }: FirstState,
): void {
  const { name, variants, seeds, training } = experiment;
  const ownEpochs = (planned: number) => (planned === training.epochs ? null : planned);
  const { lastInsertRowid: number } = database
    .prepare("INSERT INTO experiments (id, name, created, document) VALUES (?, ?, ?, ?)")
    .run(id, name, created, JSON.stringify(experiment));
  // One statement for all, which may be 100,000; ids that ascend cost their index half as much as those at random.
  database
    .prepare(
      `INSERT INTO runs (id, experiment, variant, rate, own_epochs, seed, status, ended, owner_pid, owner_mark, owner)
         SELECT printf('%s%05x', ?1, seeds.key * ?2 + variants.key), ?3, variants.value ->> 0, variants.value ->> 1,
           variants.value ->> 2, seeds.value, ?4, ?5, ?6, ?7, ?8
         FROM json_each(?9) AS seeds CROSS JOIN json_each(?10) AS variants`,
    )
    .run(
      runsBegin,
      variants.length,
      number,
      status,
      ended,
      owner.pid,
      owner.mark,
      lease,
      JSON.stringify(seeds),
      JSON.stringify(
        variants.map((variant) => [
          variant.name,
          variant.rate ?? null,
          ownEpochs(epochsOf(experiment, variant)),
        ]),
      ),
    );
}
