import { z } from "../../../messages/zod";
import { sizeOf } from "../../shape";
import { layerKind } from "../layer-kind";
import { drawDropoutMask } from "./mask";
import { dropoutScalings } from "./scalings";

/** Dropout (Srivastava et al. 2014): training drops each unit with probability `rate`, evaluation none. */
export const dropout = layerKind({
  schema: z.strictObject({
    type: z.literal("dropout"),
    rate: z.number().min(0).lt(1),
    scaling: z.enum(dropoutScalings).default("inverted"),
  }),
  draws: "rows",
  drops: true,
  droppable: sizeOf,
  mask: ({ rate, scaling }, input, rows, random) => ({
    multipliers: drawDropoutMask(random, rate, rows, sizeOf(input), scaling),
  }),
  forgetsEval: ({ rate }) => rate > 0,
  elementwise: true,
});
