import { type EpochRecord, isActive, type RunStatus } from "../experiment/result";

/** One run's records so far, in the order of its epochs. */
export interface RunRecords {
  readonly variant: string;
  readonly seed: number;
  readonly status: RunStatus;
  /** Why it failed, if it did. */
  readonly failure?: { readonly code: string } | null;
  readonly records: readonly EpochRecord[];
}

/** A variant's runs, and the runs that count by their seed. */
export interface VariantRuns {
  readonly all: readonly RunRecords[];
  readonly counted: ReadonlyMap<number, RunRecords>;
}

/**
 * The runs that count: done runs as soon as there is one, otherwise all with records. While an experiment trains,
 * each variant decides for itself, so that a variant whose turn comes late can be watched. A run at its third epoch
 * and one at its last have no meaningful mean, but two variants may stand beside each other.
 */
export function countedRuns<Run extends RunRecords>(runs: readonly Run[]): Run[] {
  const measured = runs.filter(({ records }) => records.length > 0);
  const done = measured.filter(({ status }) => status === "done");
  if (!runs.some(({ status }) => isActive(status))) return done.length > 0 ? done : measured;
  const variantsDone = new Set(done.map(({ variant }) => variant));
  return measured.filter(({ variant, status }) => status === "done" || !variantsDone.has(variant));
}
