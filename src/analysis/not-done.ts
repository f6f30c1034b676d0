import type { RunRecords, VariantRuns } from "./runs";
import type { Absence, NotDone, Planned } from "./schema";

/** A run whose loss became infinite or no number at all: a function of its seed, unlike any other failure. */
const divergence = "lossNotFinite";

/** A run that is done without an epoch is as one that failed before its first. */
const measuredNothing = "failed";

/** Why a run is not done; null for one that is. */
export function absenceOf({ status, failure }: Pick<RunRecords, "status" | "failure">): Absence | null {
  if (status === "done") return null;
  return status === "failed" && failure?.code === divergence ? "diverged" : status;
}

/** The runs of one variant that are not done, and whether what they measured counts all the same. */
export function notDoneOf(runs: readonly RunRecords[], counted: ReadonlySet<RunRecords>): NotDone[] {
  return runs.flatMap((run) => {
    const why = absenceOf(run) ?? (counted.has(run) ? null : measuredNothing);
    return why === null ? [] : [{ seed: run.seed, why, counts: counted.has(run) }];
  });
}

/** What of a variant's runs is missing from its numbers. */
export function plannedOf(runs: readonly RunRecords[], counted: ReadonlySet<RunRecords>): Planned {
  const missing = notDoneOf(runs, counted).flatMap(({ seed, why, counts }) =>
    counts ? [] : [{ seed, why }],
  );
  return { planned: runs.length, missing };
}

/** The pairs of equal seed that two variants' runs were to make, and why some of them are not there. */
export function plannedPairs(own: VariantRuns, others: VariantRuns): Planned {
  const twins = new Map(others.all.map((run) => [run.seed, run]));
  const pairs = own.all.flatMap((run) => {
    const twin = twins.get(run.seed);
    return twin ? [{ run, twin }] : [];
  });
  const missing = pairs.flatMap(({ run, twin }) => {
    const { seed } = run;
    const absent = !own.counted.has(seed) ? run : !others.counted.has(seed) ? twin : null;
    return absent ? [{ seed, why: absenceOf(absent) ?? measuredNothing }] : [];
  });
  return { planned: pairs.length, missing };
}
