import { z } from "../../../messages/zod";
import { groupedMask } from "../grouped-mask";
import { layerKind } from "../layer-kind";

/** All values of a sample are one group. */
export const wholeSample = () => 1;

/**
 * Stochastic depth (Huang et al. 2016), at the end of a residual block: training drops all that the block's layers put out, of
 * each sample with probability `rate`, so that its shortcut alone is left. The kept ones are multiplied by 1 / (1 - rate), as
 * `torchvision.ops.StochasticDepth` in mode `row` does; evaluation drops none.
 */
export const stochasticDepth = layerKind({
  schema: z.strictObject({ type: z.literal("stochasticDepth"), rate: z.number().min(0).lt(1) }),
  draws: "rows",
  drops: true,
  dropsSamples: true,
  mask: ({ rate }, input, rows, random) => groupedMask(random, rate, rows, input, wholeSample()),
  forgetsEval: ({ rate }) => rate > 0,
  elementwise: true,
});
