import { applyResource, type GraphOptimizer } from "../graph-optimizer";
import type { RmsProp } from "./optimizer";

export const rmsprop: GraphOptimizer<RmsProp> = ({ settings, ...update }) =>
  applyResource("ResourceApplyRMSProp", update, ({ variable, slots, gradient, number }) => [
    variable,
    ...slots,
    number(settings.learningRate),
    number(settings.decay),
    number(settings.momentum),
    number(settings.epsilon),
    gradient,
  ]);
