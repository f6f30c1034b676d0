import { applyResource, type GraphOptimizer } from "../graph-optimizer";
import type { Sgd } from "./optimizer";

export const sgd: GraphOptimizer<Sgd> = ({ settings, ...update }) =>
  applyResource(
    "ResourceApplyMomentum",
    update,
    ({ variable, slots, gradient, number }) => [
      variable,
      slots[0]!,
      number(settings.learningRate),
      gradient,
      number(settings.momentum),
    ],
    { use_nesterov: { boolean: settings.nesterov } },
  );
