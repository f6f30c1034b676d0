import { applyResource, type GraphOptimizer, learningRateOf } from "../graph-optimizer";
import type { Sgd } from "./optimizer";

export const sgd: GraphOptimizer<Sgd> = (update) => {
  const { settings } = update;
  return applyResource(
    "ResourceApplyMomentum",
    update,
    ({ variable, slots, gradient, number }) => [
      variable,
      slots[0]!,
      learningRateOf(update),
      gradient,
      number(settings.momentum),
    ],
    { use_nesterov: { boolean: settings.nesterov } },
  );
};
