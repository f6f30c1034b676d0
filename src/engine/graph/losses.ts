import type { Loss } from "../../experiment/schema";
import type { Graph, Output } from "../../tensor/graph";
import { argMax, binary, compare, float, sum, unary } from "../../tensor/ops";

/** A loss at the network's outputs [rows, outputs]. */
export interface LossNodes {
  /** [rows] */
  readonly perSample: Output;
  /** d(sum of perSample)/d(outputs), [rows, outputs]; only needed for training. */
  gradient(): Output;
}

/** The targets that a loss compares the outputs with. */
export interface TargetNodes {
  /** [rows, outputs]: one-hot for classification, the values themselves for regression. */
  values(): Output;
  /** Class numbers, int32 [rows]. */
  readonly classes?: Output;
}

type LossRule = (graph: Graph, outputs: Output, targets: TargetNodes, units: number) => LossNodes;

/** The losses of ../losses.ts as ops, with the same gradients except for the division by the number of rows. */
export const losses: Record<Loss, LossRule> = {
  /** -ln softmax(outputs)[class]; its gradient, softmax(outputs) - one-hot, comes out of the same op. */
  softmaxCrossEntropy(graph, outputs, { classes }) {
    const [perSample, gradient] = graph.add("SparseSoftmaxCrossEntropyWithLogits", {
      inputs: [outputs, classes!],
      attributes: { T: { type: "float32" }, Tlabels: { type: "int32" } },
      outputs: { loss: "float32", backprop: "float32" },
    });
    return { perSample: perSample!, gradient: () => gradient! };
  },

  /** Mean over the outputs of (output - target)²; its gradient is 2 · (output - target) / outputs. */
  meanSquaredError(graph, outputs, targets, units) {
    const errors = binary(graph, "Sub", outputs, targets.values());
    const squares = sum(graph, unary(graph, "Square", errors), [1]);
    return {
      perSample: binary(graph, "Mul", squares, float(graph, 1 / units)),
      gradient: () => binary(graph, "Mul", errors, float(graph, 2 / units)),
    };
  },
};

/** Whether each row's largest output is that of its class: bool [rows]. */
export function hits(graph: Graph, outputs: Output, { classes }: TargetNodes): Output {
  return compare(graph, "Equal", argMax(graph, outputs), classes!);
}
