import type { EpochRecord } from "../experiment/result";
import { matchedRuns, type RunsByVariant, type VariantPair } from "./comparisons";
import { plannedPairs } from "./not-done";
import { correctByHolm, paired } from "./paired";
import type { Sampling } from "./sampling";
import type { Convergence } from "./schema";

/**
 * The number of epochs until a variant's loss (eval mode) on the validation split, or on the training split, first reaches that of its
 * baseline at the baseline's lowest validation loss, seed by seed, within the epochs that both have. A seed that never reaches it has no
 * number, so there is no mean and no test.
 */
export function convergenceOf(
  pairs: readonly VariantPair[],
  runs: RunsByVariant,
  sampling: Sampling,
  split: "validation" | "train" = "validation",
): Convergence[] {
  const lossOf = (record: EpochRecord): number => record[split].eval.loss;
  const found = pairs.flatMap(([variant, against]) => {
    const [own, others] = [runs.get(variant)!, runs.get(against)!];
    const matched = matchedRuns(own, others);
    if (matched.length === 0) return [];
    const reached = matched.map(({ seed, records: [own, others] }) => {
      const best = others.reduce((lowest, record) =>
        record.validation.eval.loss < lowest.validation.eval.loss ? record : lowest,
      );
      const target = lossOf(best);
      return {
        seed,
        limit: own.length,
        epoch: own.find((record) => lossOf(record) <= target)?.epoch ?? null,
        baseline: others.find((record) => lossOf(record) <= target)!.epoch,
      };
    });
    const differences = reached.flatMap(({ epoch, baseline }) => (epoch === null ? [] : [epoch - baseline]));
    return [
      {
        variant,
        against,
        ...plannedPairs(own, others),
        seeds: reached.map(({ seed }) => seed),
        limits: reached.map(({ limit }) => limit),
        epochs: reached.map(({ epoch }) => epoch),
        baselineEpochs: reached.map(({ baseline }) => baseline),
        paired:
          differences.length === reached.length
            ? { ...plannedPairs(own, others), ...paired(differences, sampling) }
            : null,
      },
    ];
  });
  const corrected = correctByHolm(found.flatMap((one) => one.paired ?? []));
  let index = 0;
  return found.map((one) => ({ ...one, paired: one.paired && corrected[index++]! }));
}
