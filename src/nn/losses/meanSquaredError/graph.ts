import { binary, float, sum, unary } from "../../../tensor/ops";
import type { GraphLoss } from "../graph-loss";

/** The gradient is 2 · (output - target) / outputs. */
export const meanSquaredError: GraphLoss = (graph, outputs, targets, units) => {
  const errors = binary(graph, "Sub", outputs, targets.values());
  const squares = sum(graph, unary(graph, "Square", errors), [1]);
  return {
    perSample: binary(graph, "Mul", squares, float(graph, 1 / units)),
    gradient: () => binary(graph, "Mul", errors, float(graph, 2 / units)),
  };
};
