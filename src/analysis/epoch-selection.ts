import type { EpochRecord } from "../experiment/result";
import type { EpochSelection } from "./names";

/** An epoch of one run, and the number of epochs after which its training ended. */
export interface Reached {
  readonly record: EpochRecord;
  readonly trained: number;
}

/**
 * The epoch of a run that a moment means.
 * @param records at least one, in the order of their epochs
 */
export function reach(records: readonly EpochRecord[], moment: EpochSelection, patience: number): Reached {
  const last = records.at(-1)!;
  if (moment === "last") return { record: last, trained: last.epoch };
  return stop(records, moment === "best" ? Infinity : patience);
}

/**
 * Early stopping as Keras' `EarlyStopping(monitor="val_loss", patience, restore_best_weights=True)`: over after
 * `patience` epochs in a row without a validation loss below the lowest so far, whose weights are kept.
 */
function stop(records: readonly EpochRecord[], patience: number): Reached {
  let best = records[0]!;
  let worse = 0;
  for (const record of records.slice(1)) {
    worse += 1;
    if (record.validation.eval.loss < best.validation.eval.loss) {
      best = record;
      worse = 0;
    } else if (worse >= patience) return { record: best, trained: record.epoch };
  }
  return { record: best, trained: records.at(-1)!.epoch };
}
