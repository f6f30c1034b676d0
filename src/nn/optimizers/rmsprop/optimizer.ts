import { z } from "../../../messages/zod";
import { defineOptimizer } from "../optimizer-kind";
import { decay, decayField, epsilon, epsilonField, learningRate, warnOfLargeSteps } from "../settings";

const schema = z.strictObject({
  type: z.literal("rmsprop"),
  learningRate: learningRate.default(0.001),
  decay: decay.default(0.9),
  momentum: decay.default(0),
  epsilon,
});
export type RmsProp = z.infer<typeof schema>;

/** Tieleman and Hinton 2012 (lecture 6.5), with momentum as in TensorFlow. */
export const rmsprop = defineOptimizer({
  type: "rmsprop",
  schema,
  slots: ["square", "momentum"],
  fields: [decayField("decay"), decayField("momentum"), epsilonField],
  warnings: warnOfLargeSteps,
});
