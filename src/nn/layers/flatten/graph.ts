import { reshape } from "../../../tensor/ops";
import { sizeOf } from "../../shape";
import { graphLayer } from "../graph-layer";
import { flatten } from "./layer";

export const flattenGraph = graphLayer(flatten, {
  chain: () => null,
  forward: ({ graph, inputs, shape }) => ({
    outputs: reshape(graph, inputs, [-1, sizeOf(shape)]),
    toInputs: (gradient) => reshape(graph, gradient, [-1, ...shape]),
  }),
});
