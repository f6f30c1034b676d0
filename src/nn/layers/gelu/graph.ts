import type { Graph, Output } from "../../../tensor/graph";
import { binary, float, unary } from "../../../tensor/ops";
import { graphActivation } from "../graph-layer";
import { gelu } from "./layer";

/** x · Φ(x); f' = Φ(x) + x · φ(x). TensorFlow has no op for it. */
export const geluGraph = graphActivation(gelu, {
  output: (graph, x) => binary(graph, "Mul", x, normalDistribution(graph, x)),
  pullBack(graph, gradient, { x }) {
    const exponential = unary(
      graph,
      "Exp",
      binary(graph, "Mul", unary(graph, "Square", x), float(graph, -0.5)),
    );
    const density = binary(graph, "Mul", exponential, float(graph, 1 / Math.sqrt(2 * Math.PI)));
    const slope = binary(graph, "AddV2", normalDistribution(graph, x), binary(graph, "Mul", x, density));
    return binary(graph, "Mul", gradient, slope);
  },
});

/** Φ(x) = (1 + erf(x / sqrt(2))) / 2 */
function normalDistribution(graph: Graph, x: Output): Output {
  const erf = unary(graph, "Erf", binary(graph, "Mul", x, float(graph, Math.SQRT1_2)));
  return binary(graph, "Mul", binary(graph, "AddV2", erf, float(graph, 1)), float(graph, 0.5));
}
