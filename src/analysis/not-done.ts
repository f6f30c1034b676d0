import type { RunRecords, VariantRuns } from "./runs";
import type { Absence, NotDone, Planned } from "./schema";

/** A run whose loss became infinite or NaN: unlike other failures, this follows from its seed. */
const divergence = "lossNotFinite";

/** A done run without epochs counts like one that failed before its first epoch. */
const measuredNothing = "failed";

/** Why a run is not done; null for a done run. */
export function absenceOf({ status, failure }: Pick<RunRecords, "status" | "failure">): Absence | null {
  if (status === "done") return null;
  return status === "failed" && failure?.code === divergence ? "diverged" : status;
}

/** The runs of one variant that are not done, and whether their epochs count nevertheless. */
export function notDoneOf(runs: readonly RunRecords[], counted: ReadonlySet<RunRecords>): NotDone[] {
  return runs.flatMap((run) => {
    const why = absenceOf(run) ?? (counted.has(run) ? null : measuredNothing);
    return why === null ? [] : [{ seed: run.seed, why, counts: counted.has(run) }];
  });
}

/** The runs missing from a variant's numbers. */
export function plannedOf(runs: readonly RunRecords[], counted: ReadonlySet<RunRecords>): Planned {
  const missing = notDoneOf(runs, counted).flatMap(({ seed, why, counts }) =>
    counts ? [] : [{ seed, why }],
  );
  return { planned: runs.length, missing };
}

/** The planned pairs with equal seeds of two variants, and why some are missing. */
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
