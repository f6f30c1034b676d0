import { binary, unary } from "../../../tensor/ops";
import { graphActivation } from "../graph-layer";
import { relu } from "./layer";

export const reluGraph = graphActivation(relu, {
  chain: () => ({ link: "leak", slope: 0 }),
  output: (graph, x) => unary(graph, "Relu", x),
  pullBack: (graph, gradient, { y }) => binary(graph, "ReluGrad", gradient, y),
});
