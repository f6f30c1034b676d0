import { binary, unary } from "../../../tensor/ops";
import { graphActivation } from "../graph-layer";
import { selu } from "./layer";

export const seluGraph = graphActivation(selu, {
  output: (graph, x) => unary(graph, "Selu", x),
  pullBack: (graph, gradient, { y }) => binary(graph, "SeluGrad", gradient, y),
});
