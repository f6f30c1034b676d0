import type { DataShape, Experiment } from "../../src/experiment/schema";

/**
 * Keeps a network that fitted its data fitting when the person turns to other data: as many outputs as there are
 * classes, and the loss of the task. A network that did not fit is left alone; its faults say what to do.
 */
export function fitNetwork(draft: Experiment, before: DataShape, now: DataShape): void {
  const output = [...draft.network.layers].reverse().find((layer) => layer.type === "dense");
  if (output?.type === "dense" && output.units === before.outputs) output.units = now.outputs;
  if (before.task !== now.task) {
    draft.training.loss = now.task === "regression" ? "meanSquaredError" : "softmaxCrossEntropy";
  }
}
