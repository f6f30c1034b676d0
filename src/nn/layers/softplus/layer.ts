import { z } from "../../../messages/zod";
import { activationKind } from "../layer-kind";

/** ln(1 + e^x) */
export const softplus = activationKind(z.strictObject({ type: z.literal("softplus") }));
