import { z } from "../../../messages/zod";
import { isKnown, type Shape } from "../../shape";
import { groupedMask } from "../grouped-mask";
import { layerKind } from "../layer-kind";

/** The maps of a picture, which are dropped whole; of a row, each unit is one. */
export const mapsOf = (shape: Shape) => shape.at(-1)!;

/** Spatial dropout (Tompson et al. 2015): training drops each map of a picture with probability `rate`, scaling is inverted. */
export const spatialDropout = layerKind({
  schema: z.strictObject({ type: z.literal("spatialDropout"), rate: z.number().min(0).lt(1) }),
  draws: "rows",
  drops: true,
  droppable: mapsOf,
  mask: ({ rate }, input, rows, random) => groupedMask(random, rate, rows, input, mapsOf(input)),
  forgetsEval: ({ rate }) => rate > 0,
  elementwise: true,
  warnings: (_layer, input) =>
    input.length === 1 && isKnown(input) ? [{ code: "spatialDropoutOnRow" }] : [],
});
