import type { EpochRecord, Metrics } from "../src/experiment/result";

/** A run's measures after its last epoch. */
export type Measured = Record<"correct" | "forgotten" | "train" | "training", Metrics>;

export function measuredIn({ training, train, validation }: EpochRecord): Measured {
  return { training, train: train.eval, correct: validation.eval, forgotten: validation.train };
}

/** The columns of the tables, and their places in a run. */
export const columns: Record<string, (run: Measured) => number> = {
  "validation loss, eval": ({ correct }) => correct.loss,
  "accuracy, eval": ({ correct }) => correct.accuracy!,
  "loss, eval forgotten": ({ forgotten }) => forgotten.loss,
  "accuracy, eval forgotten": ({ forgotten }) => forgotten.accuracy!,
  "train loss, eval": ({ train }) => train.loss,
  "train loss, dropout on": ({ training }) => training.loss,
};

/**
 * PyTorch 2.15's results from before there was a lab (3 seeds), in the order of the columns, by rate. Data and splits were
 * different, so only the means can be compared.
 */
export const firstMeasured = {
  mnist: {
    "0": [0.597, 0.898, 0.597, 0.898, 0.001, 0.001],
    "0.1": [0.556, 0.899, 0.614, 0.888, 0.003, 0.012],
    "0.3": [0.483, 0.905, 0.57, 0.886, 0.002, 0.021],
    "0.5": [0.473, 0.906, 0.681, 0.866, 0.008, 0.099],
  },
} satisfies Record<string, Record<string, number[]>>;
