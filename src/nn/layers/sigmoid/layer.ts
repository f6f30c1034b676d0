import { z } from "../../../messages/zod";
import { activationKind } from "../layer-kind";

/** 1 / (1 + e^-x) */
export const sigmoid = activationKind(z.strictObject({ type: z.literal("sigmoid") }));
