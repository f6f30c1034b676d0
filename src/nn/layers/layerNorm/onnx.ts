import { channelsLast, onnxLayer } from "../onnx-layer";
import { layerNorm } from "./layer";

export const layerNormOnnx = onnxLayer(layerNorm, ({ graph, layer: { epsilon }, inputs, weight }) => {
  const x = channelsLast(graph, inputs);
  const attributes = { axis: { integer: -1 }, epsilon: { float: epsilon } };
  const tensors = [x.name, weight("scale"), weight("shift")];
  return { name: graph.add("LayerNormalization", tensors, attributes) };
});
