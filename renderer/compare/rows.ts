import type { MetricName, ModeName, EpochSelection } from "../../src/analysis/names";
import type {
  Analysis,
  Comparison,
  Convergence,
  TrainingComparison,
  VariantAnalysis,
} from "../../src/analysis/schema";
import type { RunGroup } from "../series/groups";
import type { SeriesStore } from "../series/store";
import { type ComparedExperiment, experimentNames } from "../state/compared";
import { coordinatesOf, type PlottedGroup } from "./plot";

/** One group as the plot and the table show it, at one moment. */
export interface ComparedRow extends PlottedGroup {
  readonly group: RunGroup;
  /** How many of its seeds its numbers include, and why not all; null before the first analysis. */
  readonly analysed: VariantAnalysis | null;
  /** Whether it is the baseline of others. */
  readonly isBaseline: boolean;
  /** The comparison with its baseline on the training split, and its convergence. */
  readonly training: TrainingComparison | undefined;
  readonly convergence: Convergence | undefined;
  /** The comparison with its baseline, seed by seed. */
  readonly comparisons: Readonly<Record<ModeName, Partial<Record<MetricName, Comparison>>>>;
}

/** In the order of the groups; a group that is not analysed yet has no numbers. */
export function comparedRows(
  experiments: readonly ComparedExperiment[],
  groups: readonly RunGroup[],
  series: SeriesStore,
  analyses: ReadonlyMap<string, Analysis>,
  moment: EpochSelection,
): ComparedRow[] {
  const names = experimentNames(experiments);
  return groups.flatMap((group) => {
    const place = experiments.findIndex(({ id }) => id === group.experimentId);
    const experiment = experiments[place]?.experiment;
    const variant = experiment?.variants.find(({ name }) => name === group.variant);
    if (!experiment || !variant) return [];
    const analysis = analyses.get(group.experimentId);
    const analysed = analysis?.variants.find((one) => one.variant === group.variant);
    const numbers = analysed?.[moment] ?? null;
    const measuredOf = (mode: ModeName) => {
      const records = (numbers?.seeds ?? []).flatMap((seed, index) => {
        const run = group.runs.find((one) => one.seed === seed);
        const found = series.records(run?.runId ?? "").find(({ epoch }) => epoch === numbers?.epochs[index]);
        return found ? [found.validation[mode === "correct" ? "eval" : "train"]] : [];
      });
      const accuracy = records.flatMap((record) => record.accuracy ?? []);
      return { loss: records.map(({ loss }) => loss), ...(accuracy.length > 0 && { accuracy }) };
    };
    const comparisonsOf = (mode: ModeName) =>
      Object.fromEntries(
        (analysis?.comparisons ?? [])
          .filter((one) => one.variant === group.variant && one.family === "baseline")
          .filter((one) => one.moment === moment && one.mode === mode)
          .map((one) => [one.measure, one]),
      );
    return [
      {
        ...coordinatesOf(experiment, variant),
        key: group.key,
        name: group.name,
        experimentId: group.experimentId,
        experimentName: names[place]!,
        look: group.look,
        numbers,
        seeds: { correct: measuredOf("correct"), forgotten: measuredOf("forgotten") },
        group,
        analysed: analysed ?? null,
        isBaseline: analysis?.variants.some(({ baseline }) => baseline === group.variant) ?? false,
        training: analysis?.training.find(
          (one) => one.variant === group.variant && one.moment === moment && one.measure === "loss",
        ),
        convergence: analysis?.convergence.find((one) => one.variant === group.variant),
        comparisons: { correct: comparisonsOf("correct"), forgotten: comparisonsOf("forgotten") },
      },
    ];
  });
}
