import { addBias, columnSums } from "../../../tensor/ops";
import { convolution, kernelGradient, pictureGradient } from "../../../tensor/pictures";
import { graphLayer } from "../graph-layer";
import { conv2d, windowOf } from "./layer";

/** Formulas: plain.ts. */
export const conv2dGraph = graphLayer(conv2d, {
  forward({ graph, layer, inputs, shape, read }) {
    const kernel = read("kernel");
    const window = windowOf(layer);
    const sizes = [layer.kernelSize, layer.kernelSize, shape.at(-1)!, layer.filters];
    return {
      outputs: addBias(graph, convolution(graph, inputs, kernel, window), read("bias")),
      toInputs: (gradient) => pictureGradient(graph, inputs, kernel, gradient, window),
      toParameters: (gradient) => ({
        kernel: kernelGradient(graph, inputs, sizes, gradient, window),
        bias: columnSums(graph, gradient),
      }),
      readBack: ["kernel"],
    };
  },
});
