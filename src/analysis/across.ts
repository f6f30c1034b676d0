import type { EnvironmentSpan, Environment } from "../experiment/result";
import type { Experiment } from "../experiment/schema";
import type { Fact } from "../messages/sentence";
import { assumptionsOf, obstaclesOf } from "./across-conditions";
import { differencesOf } from "./across-differences";
import type { AcrossGroup, GroupName } from "./across-group";
import { matchedRuns } from "./comparisons";
import { differenceBoundsOf } from "./estimate";
import { reach } from "../experiment/epoch-selection";
import { type MetricName, metricNames } from "./names";
import { plannedPairs } from "./not-done";
import { correctByHolm, paired } from "./paired";
import { countedRuns, type RunRecords } from "./runs";
import { samplingOf } from "./sampling";
import type { Paired } from "./schema";
import { hasMeasure, valueOf } from "./values";
import type { View } from "./view";

/** A run and what it was measured on. */
export interface AcrossRun extends RunRecords {
  readonly environments?: readonly EnvironmentSpan[] | undefined;
}

/** One of the experiments that are compared. */
export interface AcrossExperiment {
  readonly id: string;
  /** Unlike the others'. */
  readonly name: string;
  readonly experiment: Experiment;
  /** Of runs that do not say what they were measured on. */
  readonly environment: Environment | null;
  readonly runs: readonly AcrossRun[];
}

/** A group of another experiment held against the reference. */
export interface AcrossRow extends GroupName {
  readonly experimentName: string;
  /** Why no test may pair them; empty where one may. */
  readonly obstacles: readonly Fact[];
  /** What has to be believed where nothing can tell it. */
  readonly assumptions: readonly Fact[];
  /** In what else they differ: the numbers are the difference of all of this. */
  readonly differences: readonly Fact[];
  /** This group minus the reference, seed by seed; empty where there are obstacles. */
  readonly comparisons: Readonly<Partial<Record<MetricName, Paired>>>;
  /** Whether all runs in it are done. */
  readonly isComplete: boolean;
}

export interface Across {
  readonly reference: GroupName & { readonly experimentName: string };
  readonly rows: readonly AcrossRow[];
}

/**
 * Every group of the other experiments against one reference, at the chosen epoch and in the chosen evaluation. Runs of
 * one seed are paired only where they would see the same rows and are measured in the same unit. All of these tests, for
 * one measure, are one family of Holm's correction. Null where the reference has no run.
 */
export function compareAcross(
  experiments: readonly AcrossExperiment[],
  reference: GroupName,
  view: View,
): Across | null {
  const groups = experiments.flatMap(groupsOf);
  const against = groups.find(
    ({ experimentId, variant }) => experimentId === reference.experimentId && variant === reference.variant,
  );
  if (!against) return null;
  const others = groups.filter(({ experimentId }) => experimentId !== against.experimentId);
  const looked = others.map((group) => {
    const pairs = pairsOf(group, against, view);
    return { group, pairs, obstacles: obstaclesOf(group, against, pairs.length) };
  });
  const families = new Map(
    metricNames.map((measure) => {
      const tested = looked.filter(
        ({ obstacles, pairs }) =>
          obstacles.length === 0 &&
          pairs.every(({ records }) => records.every((record) => hasMeasure(record, measure))),
      );
      const corrected = correctByHolm(
        tested.map(({ group, pairs }) => ({
          ...plannedPairs(group, against),
          ...paired(
            pairs.map(
              ({ records: [own, other] }) =>
                valueOf(own, measure, view.mode) - valueOf(other, measure, view.mode),
            ),
            // Equal in both where there are no obstacles.
            samplingOf(against.experiment),
            differenceBoundsOf[measure],
          ),
        })),
      );
      return [measure, new Map(tested.map(({ group }, index) => [group, corrected[index]!]))];
    }),
  );
  return {
    reference: {
      experimentId: against.experimentId,
      experimentName: against.experimentName,
      variant: against.variant,
    },
    rows: looked.map(({ group, pairs, obstacles }) => ({
      experimentId: group.experimentId,
      experimentName: group.experimentName,
      variant: group.variant,
      obstacles,
      assumptions: obstacles.length === 0 ? assumptionsOf(group) : [],
      differences: obstacles.length === 0 ? differencesOf(group, against, view) : [],
      comparisons: Object.fromEntries(
        metricNames.flatMap((measure) => {
          const found = families.get(measure)!.get(group);
          return found ? [[measure, found]] : [];
        }),
      ),
      isComplete: pairs.every(({ isDone }) => isDone),
    })),
  };
}

/** The variants that have runs. */
function groupsOf({ id, name, experiment, environment, runs }: AcrossExperiment): AcrossGroup[] {
  const counted = new Set(countedRuns(runs));
  return experiment.variants.flatMap((settings): AcrossGroup[] => {
    const all = runs.filter(({ variant }) => variant === settings.name);
    if (all.length === 0) return [];
    const told = all.flatMap(({ environments = [] }) => environments.map((span) => span.environment));
    return [
      {
        experimentId: id,
        experimentName: name,
        variant: settings.name,
        experiment,
        settings,
        environments: told.length > 0 || !environment ? told : [environment],
        all,
        counted: new Map(all.filter((run) => counted.has(run)).map((run) => [run.seed, run])),
      },
    ];
  });
}

/**
 * The epoch that counts of both groups' runs of equal seed. Two that are done are each looked at as a whole, though one
 * may have been given more epochs; where one is not, both are looked at as far as both have come.
 */
function pairsOf(group: AcrossGroup, against: AcrossGroup, { moment }: View) {
  return matchedRuns(group, against).map(({ seed, records }) => {
    const runs = [group.counted.get(seed)!, against.counted.get(seed)!] as const;
    const isDone = runs.every(({ status }) => status === "done");
    const at = (place: 0 | 1) => {
      const { patience } = [group, against][place]!.experiment.evaluation;
      return reach(isDone ? runs[place].records : records[place], moment, patience).record;
    };
    return { isDone, records: [at(0), at(1)] as const };
  });
}
