import { reshape as reshapeOp } from "../../../tensor/ops";
import { graphLayer } from "../graph-layer";
import { reshape } from "./layer";

export const reshapeGraph = graphLayer(reshape, {
  chain: () => null,
  forward: ({ graph, layer: { height, width, channels }, inputs, shape }) => ({
    outputs: reshapeOp(graph, inputs, [-1, height, width, channels]),
    toInputs: (gradient) => reshapeOp(graph, gradient, [-1, ...shape]),
  }),
});
