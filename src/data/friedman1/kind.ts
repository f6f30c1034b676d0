import { z } from "../../messages/zod";
import { defineSource, split, usualMostValues } from "../source-kind";

const schema = z.strictObject({
  source: z.literal("friedman1"),
  ...split,
  /** Input dimensions, of which the first five make the target. */
  features: z.int().min(5).max(10_000).default(10),
  /** Standard deviation of the Gaussian noise on the target. */
  targetNoise: z.number().min(0).max(100).default(1),
});

export const friedman1 = defineSource({
  source: "friedman1",
  schema,
  fields: [
    { kind: "number", key: "features", min: 5, max: 10_000, step: 5 },
    { kind: "number", key: "targetNoise", min: 0, max: 100, step: 0.5 },
  ],
  differences: { features: "otherFeatures", targetNoise: "otherNoise" },
  mostValues: usualMostValues,
  shape: ({ features }) => (features === undefined ? null : { features, outputs: 1, task: "regression" }),
  task: () => "regression",
});
