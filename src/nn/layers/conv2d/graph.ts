import { biasedConvolution } from "../../../tensor/pictures";
import { graphLayer } from "../graph-layer";
import { conv2d, windowOf } from "./layer";

/** Formulas: plain.ts. */
export const conv2dGraph = graphLayer(conv2d, {
  forward({ graph, layer, inputs, shape, read }) {
    const sizes = [layer.kernelSize, layer.kernelSize, shape.at(-1)!, layer.filters];
    return {
      ...biasedConvolution(graph, inputs, read("kernel"), read("bias"), sizes, windowOf(layer)),
      readBack: ["kernel"],
    };
  },
});
