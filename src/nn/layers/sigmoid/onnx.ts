import { onnxActivation } from "../onnx-layer";
import { sigmoid } from "./layer";

export const sigmoidOnnx = onnxActivation(sigmoid, (graph, x) => graph.add("Sigmoid", [x]));
