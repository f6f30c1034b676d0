import type { HistoryRun } from "../../src/contract/history";
import { isUnfinished } from "../state/runRegistry";

/** A variant's result: the mean over its seeds, each at its last epoch. Accuracies are null for regression. */
export interface VariantResult {
  readonly variant: string;
  readonly seeds: number;
  readonly loss: number;
  readonly accuracy: number | null;
  readonly forgottenLoss: number;
  readonly forgottenAccuracy: number | null;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function meanOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : mean(known);
}

/**
 * The variant with the lowest mean validation loss. A mean over seeds, because the best single run of many is mostly
 * the luckiest. Unfinished runs count only while their variant has no finished one, because early and late epochs
 * have no meaningful mean.
 */
export function bestVariant(runs: readonly HistoryRun[]): VariantResult | null {
  const measured = new Map<string, HistoryRun[]>();
  for (const run of runs) {
    if (run.last === null) continue;
    const siblings = measured.get(run.variant);
    if (siblings) siblings.push(run);
    else measured.set(run.variant, [run]);
  }
  let best: VariantResult | null = null;
  for (const [variant, all] of measured) {
    const ended = all.filter((run) => !isUnfinished(run));
    const last = (ended.length > 0 ? ended : all).map((run) => run.last!);
    const loss = mean(last.map((each) => each.loss));
    if (best !== null && loss >= best.loss) continue;
    best = {
      variant,
      seeds: last.length,
      loss,
      accuracy: meanOrNull(last.map((each) => each.accuracy)),
      forgottenLoss: mean(last.map((each) => each.forgottenLoss)),
      forgottenAccuracy: meanOrNull(last.map((each) => each.forgottenAccuracy)),
    };
  }
  return best;
}
