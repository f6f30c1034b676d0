import { onnxActivation } from "../onnx-layer";
import { elu } from "./layer";

export const eluOnnx = onnxActivation(elu, (graph, x, { alpha }) =>
  graph.add("Elu", [x], { alpha: { float: alpha } }),
);
