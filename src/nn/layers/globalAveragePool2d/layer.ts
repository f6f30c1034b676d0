import { z } from "../../../messages/zod";
import { layerKind } from "../layer-kind";
import { pictureFaults } from "../windows";

/** The mean of each channel over the whole picture (Lin, Chen and Yan 2014). */
export const globalAveragePool2d = layerKind({
  schema: z.strictObject({ type: z.literal("globalAveragePool2d") }),
  outputShape: (_layer, input) => [input.at(-1)!],
  faults: (_layer, input) => pictureFaults(input),
});
