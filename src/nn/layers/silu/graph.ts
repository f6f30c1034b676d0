import { binary, float, unary } from "../../../tensor/ops";
import { graphActivation } from "../graph-layer";
import { silu } from "./layer";

/** x · sigmoid(x); f' = s + y · (1 - s) with s = sigmoid(x). TensorFlow has no op for it. */
export const siluGraph = graphActivation(silu, {
  output: (graph, x) => binary(graph, "Mul", x, unary(graph, "Sigmoid", x)),
  pullBack(graph, gradient, { x, y }) {
    const s = unary(graph, "Sigmoid", x);
    const rest = binary(graph, "Mul", y, binary(graph, "Sub", float(graph, 1), s));
    return binary(graph, "Mul", gradient, binary(graph, "AddV2", s, rest));
  },
});
