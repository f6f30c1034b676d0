import { asRow, onnxLayer } from "../onnx-layer";
import { dense } from "./layer";

export const denseOnnx = onnxLayer(dense, ({ graph, inputs, shape, weight }) => {
  const row = asRow(graph, inputs, shape);
  return { name: graph.add("Gemm", [row.name, weight("kernel"), weight("bias")]) };
});
