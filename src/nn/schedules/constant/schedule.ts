import { z } from "../../../messages/zod";
import { defineSchedule } from "../schedule-kind";
import { warmup } from "../settings";

/** The learning rate as the optimizer has it. */
export const constant = defineSchedule({
  type: "constant",
  schema: z.strictObject({ type: z.literal("constant"), warmup }),
  fields: [],
  factor: () => 1,
});
