import type { EpochRecord } from "../experiment/result";
import { boundsOf, differenceBoundsOf, estimate } from "./estimate";
import { reach, type Reached } from "../experiment/epoch-selection";
import type { Analysed } from "./groups";
import { paired } from "./paired";
import type { RunRecords } from "./runs";
import type { MetricName, ModeName, EpochSelection } from "./names";
import type { Estimate, Noise, Planned, VariantAtEpoch } from "./schema";
import { samplingOf } from "./sampling";
import { trendOf } from "./trend";
import { byMeasure, valueOf } from "./values";

/**
 * The numbers of one variant's runs at a moment; `holm` of its costs is still the uncorrected p.
 * @param runs at least one, each with records
 * @param planned the planned and missing runs
 */
export function variantMoment(
  runs: readonly RunRecords[],
  planned: Planned,
  moment: EpochSelection,
  experiment: Pick<Analysed, "data" | "evaluation" | "seeds">,
): VariantAtEpoch {
  const { patience, forgottenPasses } = experiment.evaluation;
  const sampling = samplingOf(experiment);
  const reached = runs.map(({ records }) => reach(records, moment, patience));
  const records = reached.map(({ record }) => record);
  const first = records[0]!;
  const mode = (name: ModeName) =>
    byMeasure(first, (measure) =>
      estimate(
        records.map((record) => valueOf(record, measure, name)),
        boundsOf[measure],
        sampling.overlap,
      ),
    );
  const forgotten = mode("forgotten");
  return {
    seeds: runs.map(({ seed }) => seed),
    epochs: records.map(({ epoch }) => epoch),
    trained: reached.map(({ trained }) => trained),
    correct: mode("correct"),
    forgotten,
    ...partlyForgotten(records),
    ...averaged(records, sampling.overlap),
    training: byMeasure(first, (measure) =>
      estimate(
        records.map(({ train }) => train.eval[measure]!),
        boundsOf[measure],
        samplingOf(experiment, "train").overlap,
      ),
    ),
    trend: trendsOf(runs, reached, sampling.overlap),
    cost: byMeasure(first, (measure) => ({
      ...planned,
      ...paired(
        records.map((record) => valueOf(record, measure, "forgotten") - valueOf(record, measure, "correct")),
        sampling,
        differenceBoundsOf[measure],
      ),
    })),
    gap: byMeasure(first, (measure) =>
      estimate(
        records.map(({ validation, train }) => validation.eval[measure]! - train.eval[measure]!),
        differenceBoundsOf[measure],
        sampling.overlap,
      ),
    ),
    forgottenNoise: records.every(({ validation }) => validation.train.lossSd !== undefined)
      ? byMeasure(first, (measure) => noiseOf(records, measure, forgotten[measure]!, forgottenPasses))
      : null,
  };
}

/** Of records that all have both measures. */
function partlyForgotten(records: readonly EpochRecord[]): Pick<VariantAtEpoch, "partlyForgotten"> {
  const part = (name: "dropoutForgotten" | "batchNormForgotten") =>
    byMeasure(records[0]!, (measure) =>
      estimate(
        records.map(({ validation }) => validation[name]![measure]!),
        boundsOf[measure],
      ),
    );
  const areMeasured = records.every(
    ({ validation }) => validation.dropoutForgotten && validation.batchNormForgotten,
  );
  if (!areMeasured) return {};
  return { partlyForgotten: { dropout: part("dropoutForgotten"), batchNorm: part("batchNormForgotten") } };
}

/** Of records that all have it. */
function averaged(records: readonly EpochRecord[], overlap: number): Pick<VariantAtEpoch, "averaged"> {
  const measures = records.flatMap(({ validation }) => validation.mc ?? []);
  if (measures.length < records.length) return {};
  return {
    averaged: byMeasure(records[0]!, (measure) =>
      estimate(
        measures.map((each) => each[measure]!),
        boundsOf[measure],
        overlap,
      ),
    ),
  };
}

function trendsOf(
  runs: readonly RunRecords[],
  reached: readonly Reached<EpochRecord>[],
  overlap: number,
): VariantAtEpoch["trend"] {
  const trained = runs.map(({ records }, index) => {
    const end = reached[index]!.trained;
    return {
      records: records.filter(({ epoch }) => epoch <= end),
      isStopped: end < records.at(-1)!.epoch,
    };
  });
  const correct = trendOf(trained, "correct", overlap);
  const forgotten = trendOf(trained, "forgotten", overlap);
  return correct && forgotten && { correct, forgotten };
}

/**
 * A run's result is the mean over its passes, so the variance over seeds includes a pass's variance divided by their
 * number.
 */
function noiseOf(
  records: readonly EpochRecord[],
  measure: MetricName,
  { sd }: Estimate,
  passes: number,
): Noise {
  const variances = records.map(({ validation }) => validation.train[`${measure}Sd`]! ** 2);
  const variance = variances.reduce((sum, one) => sum + one, 0) / variances.length;
  return {
    pass: Math.sqrt(variance),
    run: Math.sqrt(variance / passes),
    seeds: sd === null ? null : Math.sqrt(Math.max(0, sd ** 2 - variance / passes)),
  };
}
