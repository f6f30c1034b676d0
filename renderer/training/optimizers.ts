import { type Optimizer, optimizerSchema } from "../../src/experiment/schema";

/** A setting of an optimizer beside its learning rate, by its name in `training.optimizer`. */
export interface OptimizerSetting {
  readonly key: "momentum" | "beta1" | "beta2" | "epsilon" | "weightDecay" | "decay";
  readonly max: number;
  readonly step: number;
}

const share = { max: 0.9999, step: 0.01 };
const momentum: OptimizerSetting = { key: "momentum", ...share };
const epsilon: OptimizerSetting = { key: "epsilon", max: 1, step: 1e-7 };
const adam: readonly OptimizerSetting[] = [{ key: "beta1", ...share }, { key: "beta2", ...share }, epsilon];

export const settingsOf: Record<Optimizer["type"], readonly OptimizerSetting[]> = {
  sgd: [momentum],
  adam,
  adamW: [...adam, { key: "weightDecay", max: 1, step: 0.01 }],
  rmsprop: [{ key: "decay", ...share }, momentum, epsilon],
};

export const optimizerTypes = Object.keys(settingsOf) as Optimizer["type"][];

export function freshOptimizer(type: Optimizer["type"]): Optimizer {
  return optimizerSchema.parse({ type });
}
