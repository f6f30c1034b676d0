import { z } from "../../../messages/zod";
import { sizeOf } from "../../shape";
import { layerKind } from "../layer-kind";

/** An image as one row of values, row by row, as a dense layer takes it by itself. */
export const flatten = layerKind({
  schema: z.strictObject({ type: z.literal("flatten") }),
  outputShape: (_layer, input) => [sizeOf(input)],
});
