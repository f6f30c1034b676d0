import { binary, compare, float, select, unary } from "../../../tensor/ops";
import { graphActivation } from "../graph-layer";
import { elu } from "./layer";

export const eluGraph = graphActivation(elu, {
  output(graph, x, { alpha }) {
    const elu = unary(graph, "Elu", x);
    if (alpha === 1) return elu;
    const scaled = binary(graph, "Mul", elu, float(graph, alpha));
    return select(graph, compare(graph, "Greater", x, float(graph, 0)), x, scaled);
  },
  pullBack(graph, gradient, { y }, { alpha }) {
    if (alpha === 1) return binary(graph, "EluGrad", gradient, y);
    const below = binary(graph, "Mul", gradient, binary(graph, "AddV2", y, float(graph, alpha)));
    return select(graph, compare(graph, "Greater", y, float(graph, 0)), gradient, below);
  },
});
