import { inOrder, outputLayerOf, widthOf, withWidth } from "../../src/nn/network";
import type { DataShape, Experiment } from "../../src/experiment/schema";
import { usualLossFor } from "../../src/nn/losses/kinds";

/**
 * If a network fitted its data, adapts it when the person chooses other data: as many outputs as classes, and the
 * task's loss. A network that did not fit stays unchanged; its problems say what to do.
 */
export function fitNetwork(
  draft: Pick<Experiment, "network" | "training">,
  before: DataShape,
  now: DataShape,
): void {
  const { layers } = draft.network;
  const index = outputLayerOf(layers);
  const output = inOrder(layers)[index]?.layer;
  if (output && widthOf(output) === before.outputs) Object.assign(output, withWidth(output, now.outputs));
  if (before.task !== now.task) {
    draft.training.loss = usualLossFor(now.task);
  }
}
