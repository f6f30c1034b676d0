import { z } from "../../../messages/zod";
import { layerKind } from "../layer-kind";

/**
 * Inverted dropout (Srivastava et al. 2014): training drops each unit with probability `rate` and multiplies the kept ones by
 * 1 / (1 - rate); evaluation changes nothing.
 */
export const dropout = layerKind({
  schema: z.strictObject({ type: z.literal("dropout"), rate: z.number().min(0).lt(1) }),
  drops: true,
  forgetsEval: ({ rate }) => rate > 0,
  elementwise: true,
});
