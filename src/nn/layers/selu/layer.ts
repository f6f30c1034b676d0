import { z } from "../../../messages/zod";
import { activationKind } from "../layer-kind";

/** scale · elu(x) with an alpha of its own (Klambauer et al. 2017). */
export const selu = activationKind(z.strictObject({ type: z.literal("selu") }), { selfNormalising: true });
