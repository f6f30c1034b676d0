import { z } from "../../../messages/zod";
import { layerKind } from "../layer-kind";

/** Training adds N(0, deviation²) to each value; evaluation adds nothing. */
export const gaussianNoise = layerKind({
  schema: z.strictObject({
    type: z.literal("gaussianNoise"),
    deviation: z.number().min(0).max(1000).default(0.1),
  }),
  draws: "rows",
  forgetsEval: ({ deviation }) => deviation > 0,
  elementwise: true,
});
