import { z } from "../../../messages/zod";
import { type Shape, sizeOf } from "../../shape";
import { drawDropoutMask } from "../dropout/mask";
import { layerKind } from "../layer-kind";

/** The maps of a picture, which are dropped whole; of a row, each unit is one. */
export const mapsOf = (shape: Shape) => shape.at(-1)!;

/** Spatial dropout (Tompson et al. 2015): training drops each map of a picture with probability `rate`, scaling is inverted. */
export const spatialDropout = layerKind({
  schema: z.strictObject({ type: z.literal("spatialDropout"), rate: z.number().min(0).lt(1) }),
  draws: "rows",
  drops: true,
  droppable: mapsOf,
  mask({ rate }, input, rows, random) {
    const maps = mapsOf(input);
    const ofMaps = drawDropoutMask(random, rate, rows, maps);
    const units = sizeOf(input);
    const multiplierOf = (_: unknown, place: number) =>
      ofMaps[Math.floor(place / units) * maps + (place % maps)]!;
    return { multipliers: Float32Array.from({ length: rows * units }, multiplierOf) };
  },
  forgetsEval: ({ rate }) => rate > 0,
  elementwise: true,
});
