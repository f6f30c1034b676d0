import type { GraphLoss } from "../graph-loss";

/** The gradient, softmax(outputs) - one-hot, comes out of the same op. */
export const softmaxCrossEntropy: GraphLoss = (graph, outputs, { classes }) => {
  const [perSample, gradient] = graph.add("SparseSoftmaxCrossEntropyWithLogits", {
    inputs: [outputs, classes!],
    attributes: { T: { type: "float32" }, Tlabels: { type: "int32" } },
    outputs: { loss: "float32", backprop: "float32" },
  });
  return { perSample: perSample!, gradient: () => gradient! };
};
