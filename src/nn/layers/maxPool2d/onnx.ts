import { channelsFirst, onnxLayer } from "../onnx-layer";
import { windowAttributes } from "../onnx-windows";
import { windowOf } from "../pool";
import { maxPool2d } from "./layer";

export const maxPool2dOnnx = onnxLayer(maxPool2d, ({ graph, layer, inputs, shape }) => {
  const x = channelsFirst(graph, inputs);
  return { ...x, name: graph.add("MaxPool", [x.name], windowAttributes(shape, windowOf(layer))) };
});
