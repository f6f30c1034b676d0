import { z } from "../../../messages/zod";
import { defineSchedule } from "../schedule-kind";
import { decayFactor, factorField, warmup } from "../settings";

/** Multiplies by `factor` after every so many epochs: PyTorch's StepLR. */
export const step = defineSchedule({
  type: "step",
  schema: z.strictObject({
    type: z.literal("step"),
    every: z.int().min(1).max(100_000).default(10),
    factor: decayFactor.default(0.1),
    warmup,
  }),
  fields: [{ kind: "number", key: "every", min: 1 }, factorField],
  factor: ({ every, factor }, { epochs }) => factor ** Math.floor(epochs / every),
});
