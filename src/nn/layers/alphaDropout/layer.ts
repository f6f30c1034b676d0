import { z } from "../../../messages/zod";
import { sizeOf } from "../../shape";
import { drawDropoutMask } from "../dropout/mask";
import { layerKind } from "../layer-kind";
import { alphaFactors } from "./mask";

/**
 * Alpha dropout (Klambauer et al. 2017): training sets each unit with probability `rate` to SELU's lowest value, then scales and
 * shifts all, so that units of mean 0 and variance 1 keep both.
 */
export const alphaDropout = layerKind({
  schema: z.strictObject({ type: z.literal("alphaDropout"), rate: z.number().min(0).lt(1) }),
  draws: "rows",
  drops: true,
  droppable: sizeOf,
  keepsNormal: true,
  mask({ rate }, input, rows, random) {
    const { scale, shift, dropped } = alphaFactors(rate);
    // 0 and 1 without scaling.
    const kept = drawDropoutMask(random, rate, rows, sizeOf(input), "none");
    return { multipliers: kept.map((each) => scale * each), shift, droppedTo: dropped };
  },
  forgetsEval: ({ rate }) => rate > 0,
  elementwise: true,
});
