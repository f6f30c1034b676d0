import { z } from "zod";
import { type EpochChoice, type EpochSelection, nextChoice, reach } from "./epoch-selection";

/**
 * Ends a run before its last planned epoch, as Keras 3's
 * `EarlyStopping(monitor="val_loss", patience, min_delta, restore_best_weights)` does.
 */
export const earlyStoppingSchema = z.strictObject({
  /** The run ends after so many epochs in a row without a better validation loss. */
  patience: z.int().min(1).max(100_000).default(5),
  /** A loss counts as better only if it is below the best one by more than this. */
  minDelta: z.number().min(0).default(0),
  /** Whether the run's weights are those of the best epoch, also where it was not stopped; else those of its last. */
  restoreBest: z.boolean().default(true),
});

export type EarlyStopping = z.infer<typeof earlyStoppingSchema>;

/** What of a document decides how long a run trains, and which of its epochs counts. */
interface Ending {
  readonly training: { readonly epochs: number; readonly earlyStopping?: EarlyStopping | undefined };
  readonly evaluation: { readonly measureAt: EpochSelection; readonly patience: number };
}

interface Measured {
  readonly epoch: number;
  readonly validation: { readonly eval: { readonly loss: number } };
}

/** The best epoch so far, as early stopping has it, and whether the run ends here. */
export function nextStop(
  stop: EpochChoice | null,
  epoch: number,
  loss: number,
  { patience, minDelta }: EarlyStopping,
): EpochChoice {
  return nextChoice(stop, epoch, loss, "stopped", patience, minDelta);
}

/** The number of epochs that a run with these records trains: fewer than planned where early stopping ends it. */
export function epochsToTrain(records: readonly Measured[], { epochs, earlyStopping }: Ending["training"]) {
  if (!earlyStopping) return epochs;
  let stop: EpochChoice | null = null;
  for (const { epoch, validation } of records) {
    stop = nextStop(stop, epoch, validation.eval.loss, earlyStopping);
    if (stop.over) return epoch;
  }
  return epochs;
}

/**
 * The epoch whose weights are measured at the end of a run: the one whose weights it keeps if early stopping restores
 * these, else the one that `evaluation.measureAt` names.
 * @param records of a run that is done, at least one
 */
export function epochToMeasure(records: readonly Measured[], { training, evaluation }: Ending): number {
  const { earlyStopping } = training;
  if (!earlyStopping?.restoreBest)
    return reach(records, evaluation.measureAt, evaluation.patience).record.epoch;
  let stop: EpochChoice | null = null;
  for (const { epoch, validation } of records)
    stop = nextStop(stop, epoch, validation.eval.loss, earlyStopping);
  return stop!.epoch;
}

/** The epoch whose weights a run keeps as its own. @param measuredAt the epoch measured at its end, if it is done */
export function epochOfWeights(
  { earlyStopping }: Pick<Ending["training"], "earlyStopping">,
  epochsDone: number,
  measuredAt: number | undefined,
): number {
  return (earlyStopping?.restoreBest ? measuredAt : undefined) ?? epochsDone;
}
