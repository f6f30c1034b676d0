import { binary } from "../../../tensor/ops";
import { adam } from "../adam/graph";
import { type GraphOptimizer, learningRateOf } from "../graph-optimizer";
import type { AdamW } from "./optimizer";

export const adamW: GraphOptimizer<AdamW> = (update) => {
  const { graph, variables, settings, variable, after } = update;
  const decay = learningRateOf(update, settings.weightDecay);
  const decayed = graph.addAction("AssignSubVariableOp", {
    inputs: [variables.handle(variable), binary(graph, "Mul", variables.read(variable), decay)],
    after,
    attributes: { dtype: { type: "float32" } },
  });
  return adam({ ...update, after: [decayed] });
};
