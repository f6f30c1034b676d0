import { onnxActivation } from "../onnx-layer";
import { softplus } from "./layer";

export const softplusOnnx = onnxActivation(softplus, (graph, x) => graph.add("Softplus", [x]));
