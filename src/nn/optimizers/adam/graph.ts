import { applyResource, type GraphOptimizer, learningRateOf, powerOfStep } from "../graph-optimizer";
import type { Adam } from "./optimizer";

export const adam: GraphOptimizer<Omit<Adam, "type">> = (update) => {
  const { settings } = update;
  return applyResource(
    "ResourceApplyAdam",
    update,
    ({ variable, slots, gradient, number }) => [
      variable,
      ...slots,
      powerOfStep(update, settings.beta1),
      powerOfStep(update, settings.beta2),
      learningRateOf(update),
      number(settings.beta1),
      number(settings.beta2),
      number(settings.epsilon),
      gradient,
    ],
    { use_nesterov: { boolean: false } },
  );
};
