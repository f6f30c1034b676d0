import { z } from "../../../messages/zod";
import { defineSchedule } from "../schedule-kind";
import { decayFactor, factorField, warmup } from "../settings";

/** Multiplies by `factor` after every epoch: PyTorch's ExponentialLR. */
export const exponential = defineSchedule({
  type: "exponential",
  schema: z.strictObject({ type: z.literal("exponential"), factor: decayFactor.default(0.95), warmup }),
  fields: [factorField],
  factor: ({ factor }, { epochs }) => factor ** epochs,
});
