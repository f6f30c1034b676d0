import { onnxActivation } from "../onnx-layer";
import { gelu } from "./layer";

/** x · Φ(x) with Φ(x) = (1 + erf(x / sqrt(2))) / 2: ONNX has an operator for it only from opset 20 on. */
export const geluOnnx = onnxActivation(gelu, (graph, x) => {
  const erf = graph.add("Erf", [graph.add("Mul", [x, graph.float(Math.SQRT1_2)])]);
  const distribution = graph.add("Mul", [graph.add("Add", [erf, graph.float(1)]), graph.float(0.5)]);
  return graph.add("Mul", [x, distribution]);
});
