import { z } from "../../messages/zod";
import { defineSource, split, usualMostValues } from "../source-kind";

/** Inputs lie between -reach and reach. */
export const reach = 3;

const schema = z.strictObject({
  source: z.literal("wave"),
  ...split,
  /** Standard deviation of the Gaussian noise on the target. */
  targetNoise: z.number().min(0).max(10).default(0.2),
  /** Width of the piece around 0 in which no sample lies. */
  gap: z.number().min(0).max(5).default(1.5),
});

export const wave = defineSource({
  source: "wave",
  schema,
  fields: [
    { kind: "number", key: "targetNoise", min: 0, max: 10, step: 0.05 },
    { kind: "number", key: "gap", min: 0, max: 5, step: 0.1 },
  ],
  differences: { targetNoise: "otherNoise", gap: "otherGap" },
  mostValues: usualMostValues,
  shape: () => ({ features: 1, outputs: 1, task: "regression" }),
  task: () => "regression",
});
