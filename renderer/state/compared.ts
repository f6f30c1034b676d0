import type { Environment, EnvironmentSpan, RunStatus } from "../../src/experiment/result";
import type { RunEnd } from "../../src/experiment/run-end";
import { togetherLooks } from "../../src/report/looks";
import type { Experiment } from "../../src/experiment/schema";
import { shownName } from "../names";
import { groupsOf, type RunGroup } from "../series/groups";

/** An experiment in the comparison: with all of its runs, or with the selected ones. */
export interface ComparedExperiment {
  readonly id: string;
  readonly created: string;
  readonly experiment: Experiment;
  readonly environment: Environment | null;
  readonly runs: readonly ComparedRun[];
}

export interface ComparedRun {
  readonly id: string;
  readonly variant: string;
  readonly seed: number;
  readonly status: RunStatus;
  readonly environments?: readonly EnvironmentSpan[] | undefined;
  readonly failure?: { readonly code: string } | null;
  /** Of runs picked in the history: what was measured when they were done. */
  readonly end?: RunEnd | undefined;
}

/**
 * The groups that have runs. They look as in the lab. Groups of several experiments that would look the same get
 * different markers, and each names its experiment.
 */
export function comparedGroups(experiments: readonly ComparedExperiment[]): RunGroup[] {
  const names = experimentNames(experiments);
  const parts = experiments.map((one) => groupsOf(one).filter(({ runs }) => runs.length > 0));
  if (parts.length === 1) return parts[0]!;
  const looks = togetherLooks(parts.map((groups) => groups.map(({ look }) => look)));
  return parts.flatMap((groups, index) =>
    groups.map((group, at) => ({
      ...group,
      name: `${names[index]}: ${group.name}`,
      look: looks[index]![at]!,
    })),
  );
}

/** The experiments' names beside each other; equal names are numbered. */
export function experimentNames(experiments: readonly ComparedExperiment[]): string[] {
  const seen = new Map<string, number>();
  const names = experiments.map(({ experiment }) => shownName(experiment.name));
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} (${count})`;
  });
}

/** The experiments without the runs of some groups, and without experiments that have no run left. */
export function without(
  experiments: readonly ComparedExperiment[],
  removed: ReadonlySet<string>,
): ComparedExperiment[] {
  const keys = new Map(
    experiments.flatMap((experiment) =>
      groupsOf(experiment).flatMap(({ key, runs }) => runs.map(({ runId }) => [runId, key] as const)),
    ),
  );
  return experiments
    .map((one) => ({ ...one, runs: one.runs.filter(({ id }) => !removed.has(keys.get(id) ?? "")) }))
    .filter(({ runs }) => runs.length > 0);
}
