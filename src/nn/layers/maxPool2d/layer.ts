import { z } from "../../../messages/zod";
import { layerKind } from "../layer-kind";
import { pool, poolSettings } from "../pool";

/** The largest value of each window, for each channel: `torch.nn.MaxPool2d`. */
export const maxPool2d = layerKind({
  schema: z.strictObject({ type: z.literal("maxPool2d"), ...poolSettings }),
  ...pool,
  nonlinear: true,
});
