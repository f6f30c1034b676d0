import { asRow, asShape, onnxLayer } from "../onnx-layer";
import { reshape } from "./layer";

export const reshapeOnnx = onnxLayer(
  reshape,
  ({ graph, layer: { height, width, channels }, inputs, shape }) =>
    asShape(graph, asRow(graph, inputs, shape), [height, width, channels]),
);
