import { z } from "../../../messages/zod";
import { sizeOf } from "../../shape";
import { linear, linearSettings } from "../dense/layer";
import { drawDropoutMask } from "../dropout/mask";
import { layerKind } from "../layer-kind";

/**
 * DropConnect (Wan et al. 2013): a dense layer of which training drops each weight with probability `rate` and multiplies the kept ones
 * by 1 / (1 - rate); evaluation takes the weights as they are, their mean. The rows of a pass share a mask: one for each row, as in the
 * paper, would be as many random numbers as rows × weights. Biases are not dropped.
 */
export const dropConnect = layerKind({
  schema: z.strictObject({
    type: z.literal("dropConnect"),
    ...linearSettings,
    rate: z.number().min(0).lt(1),
  }),
  ...linear,
  draws: "pass",
  drops: true,
  weightMask: ({ rate, units }, input, random) => drawDropoutMask(random, rate, 1, sizeOf(input) * units),
  forgetsEval: ({ rate }) => rate > 0,
});
