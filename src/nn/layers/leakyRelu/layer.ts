import { z } from "../../../messages/zod";
import { activationKind } from "../layer-kind";

/** x, or slope · x below 0 (Maas et al. 2013). */
export const leakyRelu = activationKind(
  z.strictObject({ type: z.literal("leakyRelu"), slope: z.number().min(0).max(1).default(0.01) }),
);
