import { asRow, onnxLayer } from "../onnx-layer";
import { flatten } from "./layer";

export const flattenOnnx = onnxLayer(flatten, ({ graph, inputs, shape }) => asRow(graph, inputs, shape));
