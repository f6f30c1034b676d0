import { z } from "../../../messages/zod";
import { activationKind } from "../layer-kind";

/** x · sigmoid(x) (Elfwing et al. 2018); also called swish. */
export const silu = activationKind(z.strictObject({ type: z.literal("silu") }));
