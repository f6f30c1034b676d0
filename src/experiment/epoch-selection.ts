/** The last epoch, the one with the lowest validation loss, and the one that early stopping would keep. */
export const epochSelections = ["last", "best", "stopped"] as const;
export type EpochSelection = (typeof epochSelections)[number];

/** The epoch that is chosen so far, with all that the choice among the epochs to come depends on. */
export interface EpochChoice {
  readonly epoch: number;
  /** Its validation loss. */
  readonly loss: number;
  /** Epochs since without a lower one. */
  readonly worse: number;
  /** Whether early stopping would have ended training: no later epoch is chosen. */
  readonly over: boolean;
}

/**
 * The choice after another epoch. `stopped` is early stopping as Keras'
 * `EarlyStopping(monitor="val_loss", patience, restore_best_weights=True)`: over after `patience` epochs in a row
 * without a validation loss below the lowest so far, whose weights are kept.
 * @param choice null before the first epoch
 * @param loss the validation loss of `epoch`
 * @param minDelta by more than this a loss must be lower to be better
 */
export function nextChoice(
  choice: EpochChoice | null,
  epoch: number,
  loss: number,
  moment: EpochSelection,
  patience: number,
  minDelta = 0,
): EpochChoice {
  if (choice?.over) return choice;
  if (choice === null || moment === "last" || loss + minDelta < choice.loss)
    return { epoch, loss, worse: 0, over: false };
  const worse = choice.worse + 1;
  return { epoch: choice.epoch, loss: choice.loss, worse, over: moment === "stopped" && worse >= patience };
}

/** What the choice needs of an epoch's record. */
interface Measured {
  readonly epoch: number;
  readonly validation: { readonly eval: { readonly loss: number } };
}

/** An epoch of one run, and the number of epochs after which its training ended. */
export interface Reached<Record extends Measured> {
  readonly record: Record;
  readonly trained: number;
}

/**
 * The epoch of a run that a moment means.
 * @param records at least one, in the order of their epochs
 */
export function reach<Record extends Measured>(
  records: readonly Record[],
  moment: EpochSelection,
  patience: number,
): Reached<Record> {
  const last = records.at(-1)!;
  if (moment === "last") return { record: last, trained: last.epoch };
  let record = records[0]!;
  let choice: EpochChoice | null = null;
  for (const each of records) {
    choice = nextChoice(choice, each.epoch, each.validation.eval.loss, moment, patience);
    if (choice.epoch === each.epoch) record = each;
    if (choice.over) return { record, trained: each.epoch };
  }
  return { record, trained: last.epoch };
}
