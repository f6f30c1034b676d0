import { adam } from "./adam/graph";
import { adamOfAll } from "./adam/graph-of-all";
import { adamW } from "./adamW/graph";
import type { GraphOptimizer, UpdatedVariable, UpdateStep } from "./graph-optimizer";
import type { Optimizer, OptimizerType } from "./kinds";
import { rmsprop } from "./rmsprop/graph";
import { sgd } from "./sgd/graph";

/** The steps of every optimizer as nodes of a graph. */
const steps: { [Type in OptimizerType]: GraphOptimizer<Optimizer & { type: Type }> } = {
  sgd,
  adam,
  adamW,
  rmsprop,
};

/** Adds the updates of all variables. @returns for each the name of the updating node */
export function addUpdates(step: UpdateStep<Optimizer>, all: readonly UpdatedVariable[]): string[] {
  const { graph, settings } = step;
  if (graph.kernels.own && (settings.type === "adam" || settings.type === "adamW")) {
    const node = adamOfAll({ ...step, settings }, all);
    return all.map(() => node);
  }
  // The type of the settings and the step it selects belong together, which the compiler cannot follow.
  const add = steps[settings.type] as GraphOptimizer<Optimizer>;
  return all.map((each) => add({ ...step, ...each }));
}
