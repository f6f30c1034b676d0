import { z } from "../../messages/zod";
import { defineSource, split, usualMostValues } from "../source-kind";

/** Pixels of a drawn digit: 20 rows × 15 columns = 300 inputs, just what the textbook network takes. */
export const digitImage = { width: 15, height: 20 } as const;

export const digits = defineSource({
  source: "digits",
  schema: z.strictObject({ source: z.literal("digits"), ...split }),
  fields: [],
  differences: {},
  mostValues: usualMostValues,
  shape: () => ({
    features: digitImage.width * digitImage.height,
    image: [digitImage.height, digitImage.width, 1],
    outputs: 10,
    task: "classification",
  }),
  task: () => "classification",
});
