import { z } from "../../../messages/zod";
import { activationKind } from "../layer-kind";

/** x · Φ(x) with the exact normal distribution (Hendrycks and Gimpel 2016), not its tanh form. */
export const gelu = activationKind(z.strictObject({ type: z.literal("gelu") }));
