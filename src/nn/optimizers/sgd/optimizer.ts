import type { SettingProblem } from "../../../fields/registry";
import { z } from "../../../messages/zod";
import { defineOptimizer } from "../optimizer-kind";
import { decay, decayField, learningRate } from "../settings";

const schema = z.strictObject({
  type: z.literal("sgd"),
  learningRate: learningRate.default(0.01),
  momentum: decay.default(0),
  nesterov: z.boolean().default(false),
});
export type Sgd = z.infer<typeof schema>;

/** Stochastic gradient descent, with momentum (Polyak 1964) or Nesterov's (Sutskever et al. 2013). */
export const sgd = defineOptimizer({
  type: "sgd",
  schema,
  slots: ["momentum"],
  fields: [decayField("momentum"), { kind: "toggle", key: "nesterov" }],
  warnings({ learningRate, momentum, nesterov }) {
    const found: SettingProblem[] = [];
    const reach = learningRate / (1 - momentum);
    if (reach > 1) {
      const parameters = { reach: Number(reach.toPrecision(3)) };
      found.push({ field: "learningRate", code: "learningRateLargeSgd", parameters });
    }
    if (nesterov && momentum === 0) found.push({ field: "nesterov", code: "nesterovAlone" });
    return found;
  },
});
