import { onnxActivation } from "../onnx-layer";
import { silu } from "./layer";

export const siluOnnx = onnxActivation(silu, (graph, x) => graph.add("Mul", [x, graph.add("Sigmoid", [x])]));
