import { z } from "../../../messages/zod";
import { defineSchedule } from "../schedule-kind";
import { warmup } from "../settings";

/**
 * Half a cosine from the learning rate down to `lowest` times it, from step to step, without restarts (Loshchilov and
 * Hutter 2017): PyTorch's CosineAnnealingLR with all steps as `T_max`.
 */
export const cosine = defineSchedule({
  type: "cosine",
  schema: z.strictObject({
    type: z.literal("cosine"),
    lowest: z.number().min(0).max(1).default(0),
    warmup,
  }),
  fields: [{ kind: "number", key: "lowest", min: 0, max: 1, step: 0.01 }],
  factor: ({ lowest }, { progress }) => lowest + ((1 - lowest) * (1 + Math.cos(Math.PI * progress))) / 2,
});
