import type { EpochRecord } from "../experiment/result";
import type { Group } from "./groups";
import { reach } from "./moments";
import { correctByHolm, paired } from "./paired";
import type { RunRecords } from "./runs";
import { measureNames, modeNames, type Moment } from "./names";
import type { Comparison } from "./schema";
import { hasMeasure, valueOf } from "./values";

/** The runs that count, by variant and seed. */
export type RunsByVariant = ReadonlyMap<string, ReadonlyMap<number, RunRecords>>;

type Names = readonly [variant: string, against: string];

/** Every variant against its baseline, and the others of a group among themselves, at one moment. */
export function comparisonsOf(
  groups: readonly Group[],
  runs: RunsByVariant,
  moment: Moment,
  patience: number,
): Comparison[] {
  const withBaseline = groups.flatMap(({ baseline, others }) =>
    baseline ? others.map(({ variant }): Names => [variant, baseline.variant]) : [],
  );
  const among = groups.map(({ others }) =>
    others.flatMap(({ variant: against }, place) =>
      others.slice(place + 1).map(({ variant }): Names => [variant, against]),
    ),
  );
  const compare = (family: Comparison["family"], names: readonly Names[]) => {
    const matched = names
      .map(([variant, against]) => ({
        names: { moment, family, variant, against },
        records: matchedRecords(runs.get(variant)!, runs.get(against)!, moment, patience),
      }))
      .filter(({ records }) => records.length > 0);
    return measureNames.flatMap((measure) =>
      modeNames.flatMap((mode) =>
        correctByHolm(
          matched
            .filter(({ records }) => records.every(([one]) => hasMeasure(one, measure)))
            .map(({ names, records }) => ({
              ...names,
              measure,
              mode,
              ...paired(
                records.map(([one, other]) => valueOf(one, measure, mode) - valueOf(other, measure, mode)),
              ),
            })),
        ),
      ),
    );
  };
  return [...compare("baseline", withBaseline), ...among.flatMap((names) => compare("others", names))];
}

/**
 * The epochs of both variants' runs of equal seed. Runs of one seed start from the same weights and see the same batches,
 * so they are compared in pairs; where one has fewer epochs (it still goes on), the other is looked at as it was then.
 */
function matchedRecords(
  runs: ReadonlyMap<number, RunRecords>,
  others: ReadonlyMap<number, RunRecords>,
  moment: Moment,
  patience: number,
): [EpochRecord, EpochRecord][] {
  return [...runs].flatMap(([seed, { records }]) => {
    const twin = others.get(seed)?.records;
    if (!twin) return [];
    const common = Math.min(records.at(-1)!.epoch, twin.at(-1)!.epoch);
    const at = (all: readonly EpochRecord[]) =>
      reach(all.at(-1)!.epoch === common ? all : all.filter(({ epoch }) => epoch <= common), moment, patience)
        .record;
    return [[at(records), at(twin)]];
  });
}
