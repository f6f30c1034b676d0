import { z } from "../../../messages/zod";
import { sizeOf } from "../../shape";
import { layerKind } from "../layer-kind";
import { drawGaussianMask } from "./mask";

/** Gaussian dropout (Srivastava et al. 2014, section 10): training multiplies each unit by N(1, rate / (1 - rate)). */
export const gaussianDropout = layerKind({
  schema: z.strictObject({ type: z.literal("gaussianDropout"), rate: z.number().min(0).lt(1) }),
  draws: "rows",
  drops: true,
  mask: ({ rate }, input, rows, random) => ({
    multipliers: drawGaussianMask(random, rate, rows, sizeOf(input)),
  }),
  forgetsEval: ({ rate }) => rate > 0,
  elementwise: true,
});
