import { binary, unary } from "../../../tensor/ops";
import { graphActivation } from "../graph-layer";
import { sigmoid } from "./layer";

export const sigmoidGraph = graphActivation(sigmoid, {
  output: (graph, x) => unary(graph, "Sigmoid", x),
  pullBack: (graph, gradient, { y }) => binary(graph, "SigmoidGrad", y, gradient),
});
