import { z } from "../../../messages/zod";
import type { Shape } from "../../shape";
import { sizeOf } from "../../shape";
import { layerKind } from "../layer-kind";

const channelsOf = (input: Shape) => input.at(-1)!;

/**
 * Batch normalisation (Ioffe and Szegedy 2015): each unit of a row, or each channel of a picture over all its pixels, gets mean 0
 * and variance 1 over the batch, then a learned scale and shift. Evaluation takes running statistics of the training batches
 * instead. As `torch.nn.BatchNorm1d` and `BatchNorm2d` with their defaults: `momentum` is the share of the new batch (Keras means
 * 1 - that by the word), and the running variance is the unbiased one.
 */
export const batchNorm = layerKind({
  schema: z.strictObject({
    type: z.literal("batchNorm"),
    momentum: z.number().positive().max(1).default(0.1),
    epsilon: z.number().positive().default(1e-5),
  }),
  state: (_layer, input) => {
    const shape = [channelsOf(input)];
    return [
      { name: "scale", shape, trainable: true },
      { name: "shift", shape, trainable: true },
      { name: "runningMean", shape, trainable: false },
      { name: "runningVariance", shape, trainable: false },
    ];
  },
  initialValues: () => ({ scale: () => 1, shift: () => 0, runningMean: () => 0, runningVariance: () => 1 }),
  // Squares, the division by the deviation, the scale.
  multiplications: (_layer, input) => 3 * sizeOf(input),
  overBatch: true,
  forgetsEval: () => true,
});
