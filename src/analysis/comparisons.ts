import type { EpochRecord } from "../experiment/result";
import { differenceBoundsOf } from "./estimate";
import type { Group } from "./groups";
import { reach } from "../experiment/epoch-selection";
import { plannedPairs } from "./not-done";
import { correctByHolm, paired } from "./paired";
import type { RunRecords, VariantRuns } from "./runs";
import type { Sampling } from "./sampling";
import { metricNames, modeNames, type EpochSelection } from "./names";
import type { Comparison, TrainingComparison } from "./schema";
import { hasMeasure, valueOf } from "./values";

export type RunsByVariant = ReadonlyMap<string, VariantRuns>;

export type VariantPair = readonly [variant: string, against: string];

/** Every variant against its baseline, and the other variants of a group with each other, at one moment. */
export function comparisonsOf(
  groups: readonly Group[],
  runs: RunsByVariant,
  moment: EpochSelection,
  patience: number,
  sampling: Sampling,
): Comparison[] {
  const withBaseline = baselinePairs(groups);
  const among = groups.map(({ others }) =>
    others.flatMap(({ variant: against }, index) =>
      others.slice(index + 1).map(({ variant }): VariantPair => [variant, against]),
    ),
  );
  const compare = (family: Comparison["family"], names: readonly VariantPair[]) => {
    const matched = names
      .map(([variant, against]) => {
        const [own, others] = [runs.get(variant)!, runs.get(against)!];
        return {
          names: { moment, family, variant, against },
          planned: plannedPairs(own, others),
          records: matchedRecords(own, others, moment, patience),
        };
      })
      .filter(({ records }) => records.length > 0);
    return metricNames.flatMap((measure) =>
      modeNames.flatMap((mode) =>
        correctByHolm(
          matched
            .filter(({ records }) => records.every(([one]) => hasMeasure(one, measure)))
            .map(({ names, planned, records }) => ({
              ...names,
              ...planned,
              measure,
              mode,
              ...paired(
                records.map(([one, other]) => valueOf(one, measure, mode) - valueOf(other, measure, mode)),
                sampling,
                differenceBoundsOf[measure],
              ),
            })),
        ),
      ),
    );
  };
  return [...compare("baseline", withBaseline), ...among.flatMap((names) => compare("others", names))];
}

/** Compares the variants that have a baseline on the training split, dropout off, at one moment. */
export function trainingComparisonsOf(
  pairs: readonly VariantPair[],
  runs: RunsByVariant,
  moment: EpochSelection,
  patience: number,
  sampling: Sampling,
): TrainingComparison[] {
  const matched = pairs
    .map(([variant, against]) => ({
      names: { moment, variant, against },
      planned: plannedPairs(runs.get(variant)!, runs.get(against)!),
      records: matchedRecords(runs.get(variant)!, runs.get(against)!, moment, patience),
    }))
    .filter(({ records }) => records.length > 0);
  return metricNames.flatMap((measure) =>
    correctByHolm(
      matched
        .filter(({ records }) => records.every(([one]) => hasMeasure(one, measure)))
        .map(({ names, planned, records }) => ({
          ...names,
          ...planned,
          measure,
          ...paired(
            records.map(([one, other]) => one.train.eval[measure]! - other.train.eval[measure]!),
            sampling,
            differenceBoundsOf[measure],
          ),
        })),
    ),
  );
}

/** Every variant that has a baseline, with it. */
export function baselinePairs(groups: readonly Group[]): VariantPair[] {
  return groups.flatMap(({ baseline, others }) =>
    baseline ? others.map(({ variant }): VariantPair => [variant, baseline.variant]) : [],
  );
}

/** The chosen epochs of both variants' runs with equal seeds. */
function matchedRecords(
  runs: VariantRuns,
  others: VariantRuns,
  moment: EpochSelection,
  patience: number,
): [EpochRecord, EpochRecord][] {
  const at = (records: readonly EpochRecord[]) => reach(records, moment, patience).record;
  return matchedRuns(runs, others).map(({ records: [own, twin] }) => [at(own), at(twin)]);
}

/**
 * Both variants' runs with equal seeds. They start from the same weights and see the same batches, so they are
 * compared in pairs. If one run has fewer epochs because it is not done, the other is taken at that epoch; a done one,
 * which early stopping may have ended, is compared as it is.
 */
export function matchedRuns(
  runs: VariantRuns,
  others: VariantRuns,
): { seed: number; records: [readonly EpochRecord[], readonly EpochRecord[]] }[] {
  return [...runs.counted].flatMap(([seed, own]) => {
    const twin = others.counted.get(seed);
    return twin ? [{ seed, records: [recordsBeside(own, twin), recordsBeside(twin, own)] }] : [];
  });
}

function recordsBeside({ records }: RunRecords, twin: RunRecords): readonly EpochRecord[] {
  const last = twin.records.at(-1)!.epoch;
  if (twin.status === "done" || records.at(-1)!.epoch <= last) return records;
  return records.filter(({ epoch }) => epoch <= last);
}
