import { z } from "../../../messages/zod";
import { adamFields, adamSettings, adamSlots } from "../adam/optimizer";
import { defineOptimizer } from "../optimizer-kind";
import { warnOfLargeSteps } from "../settings";

const schema = z.strictObject({
  type: z.literal("adamW"),
  ...adamSettings,
  weightDecay: z.number().min(0).default(0.01),
});
export type AdamW = z.infer<typeof schema>;

/** Loshchilov and Hutter 2019: Adam with a decay of the weights themselves, kernels and biases. */
export const adamW = defineOptimizer({
  type: "adamW",
  schema,
  slots: adamSlots,
  fields: [...adamFields, { kind: "number", key: "weightDecay", min: 0, max: 1, step: 0.01 }],
  warnings: warnOfLargeSteps,
});
