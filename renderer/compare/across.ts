import type { Across, AcrossExperiment, AcrossRow } from "../../src/analysis/across";
import type { Fact } from "../../src/messages/sentence";
import type { SeriesStore } from "../series/store";
import { type ComparedExperiment, experimentNames } from "../state/compared";

/** The experiments with what their runs have measured so far. */
export function withRecords(
  experiments: readonly ComparedExperiment[],
  series: SeriesStore,
): AcrossExperiment[] {
  const names = experimentNames(experiments);
  return experiments.map((one, index) => ({
    ...one,
    name: names[index]!,
    runs: one.runs.map((run) => ({ ...run, records: series.records(run.id) })),
  }));
}

/** Groups of one experiment that cannot be compared for the same reasons. */
export interface Incomparable {
  readonly experimentName: string;
  /** null where these are all of the experiment's. */
  readonly variants: readonly string[] | null;
  readonly reasons: readonly Fact[];
}

/** What cannot be compared, said once for the groups of an experiment that share their reasons. */
export function incomparable({ rows }: Across): Incomparable[] {
  const shared = new Map<string, AcrossRow[]>();
  for (const row of rows.filter(({ obstacles }) => obstacles.length > 0)) {
    const key = JSON.stringify([row.experimentId, row.obstacles]);
    shared.set(key, [...(shared.get(key) ?? []), row]);
  }
  return [...shared.values()].map((members) => {
    const [{ experimentId, experimentName, obstacles }] = members as [AcrossRow];
    const all = rows.filter((row) => row.experimentId === experimentId).length;
    return {
      experimentName,
      variants: members.length === all ? null : members.map(({ variant }) => variant),
      reasons: obstacles,
    };
  });
}
