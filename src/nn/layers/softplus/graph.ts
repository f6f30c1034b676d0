import { binary, unary } from "../../../tensor/ops";
import { graphActivation } from "../graph-layer";
import { softplus } from "./layer";

export const softplusGraph = graphActivation(softplus, {
  output: (graph, x) => unary(graph, "Softplus", x),
  pullBack: (graph, gradient, { x }) => binary(graph, "SoftplusGrad", gradient, x),
});
