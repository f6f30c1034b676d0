import { z } from "../../messages/zod";
import { defineSource, split, usualMostValues } from "../source-kind";

const schema = z.strictObject({
  source: z.literal("line"),
  ...split,
  /** Standard deviation of the Gaussian noise on the target. */
  targetNoise: z.number().min(0).max(10).default(0),
});

export const line = defineSource({
  source: "line",
  schema,
  fields: [{ kind: "number", key: "targetNoise", min: 0, max: 10, step: 0.05 }],
  differences: { targetNoise: "otherNoise" },
  mostValues: usualMostValues,
  shape: () => ({ features: 1, outputs: 1, task: "regression" }),
  task: () => "regression",
});
