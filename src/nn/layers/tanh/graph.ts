import { binary, unary } from "../../../tensor/ops";
import { graphActivation } from "../graph-layer";
import { tanh } from "./layer";

export const tanhGraph = graphActivation(tanh, {
  output: (graph, x) => unary(graph, "Tanh", x),
  pullBack: (graph, gradient, { y }) => binary(graph, "TanhGrad", y, gradient),
});
