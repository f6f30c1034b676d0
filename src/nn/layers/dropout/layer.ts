import { z } from "../../../messages/zod";
import { layerKind } from "../layer-kind";

/**
 * What keeps the scale of the units, of which training drops some and inference none. `inverted`: training multiplies
 * the kept ones by 1 / (1 - rate), as all current frameworks do. `classic`: inference multiplies all by 1 - rate.
 * `none`: nothing does, a mistake to be seen.
 */
export const dropoutScalings = ["inverted", "classic", "none"] as const;
export type DropoutScaling = (typeof dropoutScalings)[number];

/** Dropout (Srivastava et al. 2014): training drops each unit with probability `rate`, evaluation none. */
export const dropout = layerKind({
  schema: z.strictObject({
    type: z.literal("dropout"),
    rate: z.number().min(0).lt(1),
    scaling: z.enum(dropoutScalings).default("inverted"),
  }),
  draws: "rows",
  drops: true,
  forgetsEval: ({ rate }) => rate > 0,
  elementwise: true,
});
