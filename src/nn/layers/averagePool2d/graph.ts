import { averagePool, averagePoolGradient } from "../../../tensor/pictures";
import { graphLayer } from "../graph-layer";
import { windowOf } from "../pool";
import { averagePool2d } from "./layer";

/** Formulas: plain.ts. */
export const averagePool2dGraph = graphLayer(averagePool2d, {
  forward({ graph, layer, inputs }) {
    const window = windowOf(layer);
    return {
      outputs: averagePool(graph, inputs, window),
      toInputs: (gradient) => averagePoolGradient(graph, inputs, gradient, window),
    };
  },
});
