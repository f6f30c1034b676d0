import { z } from "../../../messages/zod";
import { layerKind } from "../layer-kind";
import { pool, poolSettings } from "../pool";

/** The mean of each window, for each channel, of the pixels in the picture only: `torch.nn.AvgPool2d`. */
export const averagePool2d = layerKind({
  schema: z.strictObject({ type: z.literal("averagePool2d"), ...poolSettings }),
  ...pool,
});
