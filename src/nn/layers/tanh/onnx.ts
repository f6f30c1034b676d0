import { onnxActivation } from "../onnx-layer";
import { tanh } from "./layer";

export const tanhOnnx = onnxActivation(tanh, (graph, x) => graph.add("Tanh", [x]));
