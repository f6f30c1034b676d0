import type { Graph, Output } from "../../tensor/graph";

/** A loss at the network's outputs [rows, outputs]. */
export interface LossNodes {
  /** [rows] */
  readonly perSample: Output;
  /** d(sum of perSample)/d(outputs), [rows, outputs]; only needed for training. */
  gradient(): Output;
}

/** The targets that a loss compares the outputs with. */
export interface TargetNodes {
  /** [rows, outputs]: one-hot for classification, the values themselves for regression. */
  values(): Output;
  /** Class numbers, int32 [rows]; none for regression. */
  readonly classes?: Output;
}

/** The loss of `plain.ts` as ops, with the same gradient except for the division by the number of rows. */
export type GraphLoss = (graph: Graph, outputs: Output, targets: TargetNodes, units: number) => LossNodes;
