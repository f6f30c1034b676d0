import type { Environment, RunStatus } from "../../src/experiment/result";
import type { Experiment } from "../../src/experiment/schema";
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
}

/**
 * The groups that have runs. Those of the first experiment have the colours that the lab shows them in; the others take
 * what is left of the palette, and all say of which experiment they are.
 */
export function comparedGroups(experiments: readonly ComparedExperiment[]): RunGroup[] {
  const names = experimentNames(experiments);
  const [first = [], ...others] = experiments.map((experiment, place) =>
    groupsOf(experiment)
      .filter(({ runs }) => runs.length > 0)
      .map((group) =>
        experiments.length === 1 ? group : { ...group, name: `${names[place]}: ${group.name}` },
      ),
  );
  const taken = new Set(first.map(({ colour }) => colour));
  let colour = 0;
  const free = () => {
    while (taken.has(colour)) colour += 1;
    taken.add(colour);
    return colour;
  };
  return [...first, ...others.flat().map((group) => ({ ...group, colour: free() }))];
}

/** What the experiments are called beside each other: those of one name are numbered. */
export function experimentNames(experiments: readonly ComparedExperiment[]): string[] {
  const seen = new Map<string, number>();
  const names = experiments.map(({ experiment }) => experiment.name);
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
