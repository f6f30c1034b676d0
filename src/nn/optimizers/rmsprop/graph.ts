import { applyResource, type GraphOptimizer, learningRateOf } from "../graph-optimizer";
import type { RmsProp } from "./optimizer";

export const rmsprop: GraphOptimizer<RmsProp> = (update) => {
  const { settings } = update;
  return applyResource("ResourceApplyRMSProp", update, ({ variable, slots, gradient, number }) => [
    variable,
    ...slots,
    learningRateOf(update),
    number(settings.decay),
    number(settings.momentum),
    number(settings.epsilon),
    gradient,
  ]);
};
