import { z } from "../../../messages/zod";
import { activationKind } from "../layer-kind";

/** max(0, x) */
export const relu = activationKind(z.strictObject({ type: z.literal("relu") }));
