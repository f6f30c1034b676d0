/** What a layer's forward pass is for. With eval forgotten, it does what it does in training, and nothing changes. */
export type Mode = "train" | "eval" | "evalForgotten";

/**
 * What a network's forward pass is for. In the last two, eval is forgotten by some layers only: by those that draw random
 * numbers, or by those over the batch.
 */
export type NetworkMode = Mode | "dropoutForgotten" | "batchNormForgotten";

/** The mode of one of the network's layers. */
export function modeOfLayer(
  { overBatch }: { readonly overBatch?: true | undefined },
  mode: NetworkMode,
): Mode {
  if (mode === "dropoutForgotten") return overBatch ? "eval" : "evalForgotten";
  if (mode === "batchNormForgotten") return overBatch ? "evalForgotten" : "eval";
  return mode;
}
