import { z } from "../../../messages/zod";
import { defineOptimizer } from "../optimizer-kind";
import { decay, decayField, epsilon, epsilonField, learningRate, warnOfLargeSteps } from "../settings";

/** Adam's settings, which its variants share. */
export const adamSettings = {
  learningRate: learningRate.default(0.001),
  beta1: decay.default(0.9),
  beta2: decay.default(0.999),
  epsilon,
};
export const adamFields = [decayField("beta1"), decayField("beta2"), epsilonField];
export const adamSlots = ["mean", "square"];

const schema = z.strictObject({ type: z.literal("adam"), ...adamSettings });
export type Adam = z.infer<typeof schema>;

/** Kingma and Ba 2015, in the form before its section 2.1 with "epsilon hat". */
export const adam = defineOptimizer({
  type: "adam",
  schema,
  slots: adamSlots,
  fields: adamFields,
  warnings: warnOfLargeSteps,
});
