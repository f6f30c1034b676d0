import { type EpochRecord, goesOn, type RunStatus } from "../experiment/result";

/** What one run measured so far, in the order of its epochs. */
export interface RunRecords {
  readonly variant: string;
  readonly seed: number;
  readonly status: RunStatus;
  /** Why it failed, where it did. */
  readonly failure?: { readonly code: string } | null;
  readonly records: readonly EpochRecord[];
}

/** A variant's runs, and those of them that count by their seed. */
export interface VariantRuns {
  readonly all: readonly RunRecords[];
  readonly counted: ReadonlyMap<number, RunRecords>;
}

/**
 * The runs that count: those that are done, as soon as there is one; what has been measured, where there is none. While
 * any run still goes on that is asked variant by variant, so that one whose turn comes late is seen as it grows: a run at
 * its third epoch and one at its last have no mean worth showing, but two variants may stand beside each other.
 */
export function countedRuns<Run extends RunRecords>(runs: readonly Run[]): Run[] {
  const measured = runs.filter(({ records }) => records.length > 0);
  const done = measured.filter(({ status }) => status === "done");
  if (!runs.some(({ status }) => goesOn(status))) return done.length > 0 ? done : measured;
  const variantsDone = new Set(done.map(({ variant }) => variant));
  return measured.filter(({ variant, status }) => status === "done" || !variantsDone.has(variant));
}
