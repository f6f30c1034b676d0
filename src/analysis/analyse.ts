import { taskOfData } from "../data/kinds";
import { experimentOf } from "../experiment/variants";
import { baselinePairs, comparisonsOf, type RunsByVariant, trainingComparisonsOf } from "./comparisons";
import { convergenceOf } from "./convergence";
import { type Analysed, type Described, describe, groupsOf, haltedAt } from "./groups";
import { notDoneOf, plannedOf } from "./not-done";
import { correctByHolm } from "./paired";
import { countedRuns, type RunRecords } from "./runs";
import { metricNames, type EpochSelection, epochSelections } from "./names";
import { samplingOf } from "./sampling";
import type { Analysis, VariantAtEpoch } from "./schema";
import { variantMoment } from "./variant-at-epoch";

export interface AnalysisOptions {
  /** The variant that a person wants the others compared with; none where it has no run. */
  readonly baseline?: string | undefined;
}

/**
 * All numbers of an experiment's runs, for the table, the sentences, the terminal and every report.
 * docs/statistics.md explains the estimates, the tests and their assumptions.
 */
export function analyse(
  experiment: Analysed,
  runs: readonly RunRecords[],
  options: AnalysisOptions = {},
): Analysis {
  const { patience } = experiment.evaluation;
  const counted = new Set(countedRuns(runs));
  const counts = (run: RunRecords) => counted.has(run);
  const described = experiment.variants.map((variant): Described => {
    const epoch = haltedAt(
      experiment,
      runs.filter((run) => run.variant === variant.name),
    );
    return { ...describe(variant, experiment), ...(epoch !== undefined && { haltedAt: epoch }) };
  });
  // A number after few epochs says nothing beside one after all.
  const standing = described.filter((one) => one.haltedAt === undefined);
  const hasRuns = runs.some(({ variant }) => variant === options.baseline);
  const chosen = (hasRuns && standing.find(({ variant }) => variant === options.baseline)) || null;
  const groups = groupsOf(standing, chosen, taskOfData(experiment.data) === "regression");
  const baselines = new Map(
    groups.flatMap(({ baseline, others }) => others.map((one) => [one, baseline?.variant ?? null])),
  );
  const byVariant: RunsByVariant = new Map(
    described.map(({ variant }) => {
      const all = runs.filter((run) => run.variant === variant);
      return [variant, { all, counted: new Map(all.filter(counts).map((run) => [run.seed, run])) }];
    }),
  );
  const pairs = baselinePairs(groups);
  const sampling = samplingOf(experiment);
  const ofTraining = samplingOf(experiment, "train");
  const [last, best, stopped] = epochSelections.map((moment) =>
    momentsOf(described, byVariant, moment, experiment),
  );
  const unfinished = [...counted].filter(({ status }) => status !== "done").length;
  return {
    format: "dropout-lab-analysis-1",
    patience,
    chosenBaseline: chosen?.variant ?? null,
    sampling,
    runs: {
      counted: counted.size,
      unfinished,
      leftOut: runs.length - counted.size,
      complete: unfinished === 0,
    },
    variants: described.map((one, index) => ({
      ...one,
      baseline: baselines.get(one) ?? null,
      planned: byVariant.get(one.variant)!.all.length,
      notDone: notDoneOf(byVariant.get(one.variant)!.all, counted),
      last: last![index]!,
      best: best![index]!,
      stopped: stopped![index]!,
    })),
    comparisons: epochSelections.flatMap((moment) =>
      comparisonsOf(groups, byVariant, moment, patience, sampling),
    ),
    training: epochSelections.flatMap((moment) =>
      trainingComparisonsOf(pairs, byVariant, moment, patience, ofTraining),
    ),
    convergence: convergenceOf(pairs, byVariant, sampling),
    trainingConvergence: convergenceOf(pairs, byVariant, ofTraining, "train"),
  };
}

/**
 * One entry per variant; null without numbers. The costs of forgetting eval, for variants that drop units, are one
 * family.
 */
function momentsOf(
  described: readonly Described[],
  byVariant: RunsByVariant,
  moment: EpochSelection,
  experiment: Analysed,
): (VariantAtEpoch | null)[] {
  const all = described.map(({ variant }, index) => {
    const { all, counted } = byVariant.get(variant)!;
    const runs = [...counted.values()];
    const own = experimentOf(experiment, experiment.variants[index]!);
    return runs.length > 0 ? variantMoment(runs, plannedOf(all, new Set(runs)), moment, own) : null;
  });
  for (const measure of metricNames) {
    const costs = all.flatMap((numbers) => (numbers?.cost[measure] ? [numbers.cost] : []));
    const corrected = correctByHolm(costs.map((cost) => cost[measure]!));
    for (const [index, cost] of costs.entries()) cost[measure] = corrected[index]!;
  }
  return all;
}
