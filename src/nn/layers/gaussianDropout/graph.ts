import { binary, float } from "../../../tensor/ops";
import { graphLayer, multiplied } from "../graph-layer";
import { normals } from "../graph-normals";
import { gaussianDropout } from "./layer";
import { deviationOf } from "./mask";

export const gaussianDropoutGraph = graphLayer(gaussianDropout, {
  chain: ({ rate }) => (rate === 0 ? null : undefined),
  spec: ({ rate }) => ({ off: rate === 0 }),
  arguments: { deviation: { type: "float32", of: ({ rate }) => deviationOf(rate) } },
  forward({ graph, layer: { rate }, inputs, shape, mode, random }) {
    if (rate === 0 || mode === "eval") return null;
    const own = random();
    const noise = binary(graph, "Mul", normals(graph, own, shape), own.argument("deviation"));
    return multiplied(graph, inputs, binary(graph, "AddV2", noise, float(graph, 1)));
  },
});
