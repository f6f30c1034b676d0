import { binary, unary } from "../../../tensor/ops";
import { tanhOf, tanhToInputs } from "../../../tensor/own-ops";
import { graphActivation } from "../graph-layer";
import { tanh } from "./layer";

export const tanhGraph = graphActivation(tanh, {
  output: (graph, x) => (graph.kernels.own ? tanhOf(graph, x) : unary(graph, "Tanh", x)),
  pullBack: (graph, gradient, { y }) =>
    graph.kernels.own ? tanhToInputs(graph, y, gradient) : binary(graph, "TanhGrad", y, gradient),
});
