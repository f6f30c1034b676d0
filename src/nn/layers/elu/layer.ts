import { z } from "../../../messages/zod";
import { activationKind } from "../layer-kind";

/** x, or alpha · (e^x - 1) below 0 (Clevert et al. 2016). */
export const elu = activationKind(
  z.strictObject({ type: z.literal("elu"), alpha: z.number().positive().default(1) }),
);
