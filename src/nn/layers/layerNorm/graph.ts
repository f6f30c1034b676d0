import type { Output } from "../../../tensor/graph";
import { binary, columnSums, float, meanOfLast, unary } from "../../../tensor/ops";
import { graphLayer } from "../graph-layer";
import { layerNorm } from "./layer";

/** Formulas: plain.ts. */
export const layerNormGraph = graphLayer(layerNorm, {
  forward({ graph, layer: { epsilon }, inputs, shape, read }) {
    const scale = read("scale");
    const meanOf = (x: Output) => meanOfLast(graph, x, shape.length);
    const centred = binary(graph, "Sub", inputs, meanOf(inputs));
    const variance = meanOf(unary(graph, "Square", centred));
    const perDeviation = unary(graph, "Rsqrt", binary(graph, "AddV2", variance, float(graph, epsilon)));
    const normal = binary(graph, "Mul", centred, perDeviation);
    return {
      outputs: binary(graph, "AddV2", binary(graph, "Mul", normal, scale), read("shift")),
      toInputs(gradient) {
        const scaled = binary(graph, "Mul", gradient, scale);
        const along = binary(graph, "Mul", normal, meanOf(binary(graph, "Mul", scaled, normal)));
        const across = binary(graph, "Sub", binary(graph, "Sub", scaled, meanOf(scaled)), along);
        return binary(graph, "Mul", across, perDeviation);
      },
      toParameters: (gradient) => ({
        scale: columnSums(graph, binary(graph, "Mul", gradient, normal)),
        shift: columnSums(graph, gradient),
      }),
      readBack: ["scale"],
    };
  },
});
