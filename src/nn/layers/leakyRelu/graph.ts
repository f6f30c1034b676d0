import { graphActivation } from "../graph-layer";
import { leakyRelu } from "./layer";

export const leakyReluGraph = graphActivation(leakyRelu, {
  chain: ({ slope }) => ({ link: "leak", slope }),
  output: (graph, x, { slope }) =>
    graph.addOne("LeakyRelu", {
      inputs: [x],
      attributes: { T: { type: "float32" }, alpha: { float: slope } },
      outputs: { activations: "float32" },
    }),
  pullBack: (graph, gradient, { x }, { slope }) =>
    graph.addOne("LeakyReluGrad", {
      inputs: [gradient, x],
      attributes: { T: { type: "float32" }, alpha: { float: slope } },
      outputs: { backprops: "float32" },
    }),
});
