import { adam } from "./adam/graph";
import { adamW } from "./adamW/graph";
import type { GraphOptimizer, Update } from "./graph-optimizer";
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

/** Adds the update of one variable. @returns the name of the updating node */
export function addUpdate(update: Update<Optimizer>): string {
  // The type of the settings and the step it selects belong together, which the compiler cannot follow.
  const add = steps[update.settings.type] as GraphOptimizer<Optimizer>;
  return add(update);
}
