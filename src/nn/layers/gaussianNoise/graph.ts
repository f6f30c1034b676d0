import { binary } from "../../../tensor/ops";
import { graphLayer } from "../graph-layer";
import { normals } from "../graph-normals";
import { gaussianNoise } from "./layer";

export const gaussianNoiseGraph = graphLayer(gaussianNoise, {
  chain: ({ deviation }) => (deviation === 0 ? null : undefined),
  spec: ({ deviation }) => ({ off: deviation === 0 }),
  arguments: { deviation: { type: "float32", of: ({ deviation }) => deviation } },
  forward({ graph, layer: { deviation }, inputs, shape, mode, random }) {
    if (deviation === 0 || mode === "eval") return null;
    const own = random();
    const noise = binary(graph, "Mul", normals(graph, own, shape), own.argument("deviation"));
    return { outputs: binary(graph, "AddV2", inputs, noise), toInputs: (gradient) => gradient };
  },
});
