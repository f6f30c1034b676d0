import type { Tensor1D, Tensor2D, Tensorflow } from "../../tensor/tensorflow";

/** A loss at the network's outputs. */
export interface LossValue {
  /** [rows] */
  readonly perSample: Tensor1D;
  /** d(mean of perSample)/d(outputs), [rows, outputs]; only needed for training. */
  gradient(): Tensor2D;
}

/** Outputs and targets are [rows, outputs]; the targets of a classification are one-hot. */
export type PlainLoss = (tf: Tensorflow, outputs: Tensor2D, targets: Tensor2D) => LossValue;
