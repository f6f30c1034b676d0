import { z } from "../../../messages/zod";
import { activationKind } from "../layer-kind";

/** (e^x - e^-x) / (e^x + e^-x) */
export const tanh = activationKind(z.strictObject({ type: z.literal("tanh") }));
