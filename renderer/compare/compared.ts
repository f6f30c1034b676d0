import type { Environment, EnvironmentSpan, RunStatus } from "../../src/experiment/result";
import { looksOf, meanRate } from "../../src/report/looks";
import type { Experiment } from "../../src/experiment/schema";
import { shownName } from "../names";
import { groupsOf, type RunGroup } from "../series/groups";

/** What of an experiment stands in the comparison: all of its runs, or those that were picked. */
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
}

/**
 * The groups that have runs. Those of one experiment look as the lab shows them; of several, all together get looks that
 * tell them apart, and say of which experiment they are.
 */
export function comparedGroups(experiments: readonly ComparedExperiment[]): RunGroup[] {
  const names = experimentNames(experiments);
  const groups = experiments.flatMap((one, place) =>
    groupsOf(one)
      .map((group, variant) => ({ group, rate: meanRate(one.experiment, one.experiment.variants[variant]!) }))
      .filter(({ group }) => group.runs.length > 0)
      .map(({ group, rate }) => ({ group, rate, name: `${names[place]}: ${group.name}` })),
  );
  if (experiments.length === 1) return groups.map(({ group }) => group);
  const looks = looksOf(groups.map(({ rate }) => rate));
  return groups.map(({ group, name }, place) => ({ ...group, name, look: looks[place]! }));
}

/** What the experiments are called beside each other: those of one name are numbered. */
export function experimentNames(experiments: readonly ComparedExperiment[]): string[] {
  const seen = new Map<string, number>();
  const names = experiments.map(({ experiment }) => shownName(experiment.name));
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} (${count})`;
  });
}

/** The experiments without the runs of some groups, and without those that have no run left. */
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
