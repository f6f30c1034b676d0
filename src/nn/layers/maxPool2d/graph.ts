import { maxPool, maxPoolGradient } from "../../../tensor/pictures";
import { graphLayer } from "../graph-layer";
import { windowOf } from "../pool";
import { maxPool2d } from "./layer";

/** Formulas: plain.ts. */
export const maxPool2dGraph = graphLayer(maxPool2d, {
  forward({ graph, layer, inputs }) {
    const window = windowOf(layer);
    const outputs = maxPool(graph, inputs, window);
    return { outputs, toInputs: (gradient) => maxPoolGradient(graph, inputs, outputs, gradient, window) };
  },
});
