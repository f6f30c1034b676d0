import { onnxActivation } from "../onnx-layer";
import { selu } from "./layer";

export const seluOnnx = onnxActivation(selu, (graph, x) => graph.add("Selu", [x]));
