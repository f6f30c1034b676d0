import { z } from "../../../messages/zod";
import { sizeOf } from "../../shape";
import { layerKind } from "../layer-kind";

const side = z.int().min(1).max(65536);

/** A row of values as an image, row by row; each pixel has `channels` values. */
export const reshape = layerKind({
  schema: z.strictObject({
    type: z.literal("reshape"),
    height: side,
    width: side,
    channels: side.default(1),
  }),
  outputShape: ({ height, width, channels }) => [height, width, channels],
  faults({ height, width, channels }, input) {
    const [values, before] = [height * width * channels, sizeOf(input)];
    return values === before ? [] : [{ code: "reshapeSize", parameters: { values, before } }];
  },
});
