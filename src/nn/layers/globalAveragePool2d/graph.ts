import { binary, fill, reshape } from "../../../tensor/ops";
import { meanOfPicture } from "../../../tensor/pictures";
import { graphLayer } from "../graph-layer";
import { globalAveragePool2d } from "./layer";

/** Formulas: plain.ts. */
export const globalAveragePool2dGraph = graphLayer(globalAveragePool2d, {
  forward({ graph, inputs, shape }) {
    const [height, width, channels] = shape as [number, number, number];
    return {
      outputs: meanOfPicture(graph, inputs),
      toInputs(gradient) {
        const ofPicture = reshape(graph, gradient, [-1, 1, 1, channels]);
        return binary(graph, "Mul", ofPicture, fill(graph, [1, height, width, 1], 1 / (height * width)));
      },
    };
  },
});
