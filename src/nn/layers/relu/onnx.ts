import { onnxActivation } from "../onnx-layer";
import { relu } from "./layer";

export const reluOnnx = onnxActivation(relu, (graph, x) => graph.add("Relu", [x]));
