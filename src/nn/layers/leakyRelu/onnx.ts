import { onnxActivation } from "../onnx-layer";
import { leakyRelu } from "./layer";

export const leakyReluOnnx = onnxActivation(leakyRelu, (graph, x, { slope }) =>
  graph.add("LeakyRelu", [x], { alpha: { float: slope } }),
);
