import { channelsFirst, onnxLayer } from "../onnx-layer";
import { windowAttributes } from "../onnx-windows";
import { windowOf } from "../pool";
import { averagePool2d } from "./layer";

/** Of the pixels in the picture only. */
export const averagePool2dOnnx = onnxLayer(averagePool2d, ({ graph, layer, inputs, shape }) => {
  const x = channelsFirst(graph, inputs);
  const attributes = { ...windowAttributes(shape, windowOf(layer)), count_include_pad: { integer: 0 } };
  return { ...x, name: graph.add("AveragePool", [x.name], attributes) };
});
