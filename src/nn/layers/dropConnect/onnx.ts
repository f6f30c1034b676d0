import { keptLike } from "../onnx-kept";
import { asRow, onnxLayer } from "../onnx-layer";
import { dropConnect } from "./layer";

/** All rows of a call share the mask of the weights, as in the lab. */
export const dropConnectOnnx = onnxLayer(
  dropConnect,
  ({ graph, layer: { rate }, inputs, shape, draws, weight }) => {
    const row = asRow(graph, inputs, shape);
    const [kernel, bias] = [weight("kernel"), weight("bias")];
    if (rate === 0 || !draws) return { name: graph.add("Gemm", [row.name, kernel, bias]) };
    const kept = graph.add("Mul", [kernel, keptLike(graph, kernel, rate)]);
    const scaled = graph.add("Mul", [kept, graph.float(1 / (1 - rate))]);
    return { name: graph.add("Gemm", [row.name, scaled, bias]) };
  },
);
