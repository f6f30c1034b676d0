import { channelsFirst, onnxLayer } from "../onnx-layer";
import { globalAveragePool2d } from "./layer";

export const globalAveragePool2dOnnx = onnxLayer(globalAveragePool2d, ({ graph, inputs }) => {
  const means = graph.add("GlobalAveragePool", [channelsFirst(graph, inputs).name]);
  return { name: graph.add("Flatten", [means], { axis: { integer: 1 } }) };
});
