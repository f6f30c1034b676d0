import { kernelAxes } from "../layer-code";
import { channelsFirst, onnxLayer } from "../onnx-layer";
import { windowAttributes } from "../onnx-windows";
import { conv2d, windowOf } from "./layer";

/** The kernel's axes stand as in PyTorch. */
export const conv2dOnnx = onnxLayer(conv2d, ({ graph, layer, inputs, shape, weight }) => {
  const tensors = [channelsFirst(graph, inputs).name, weight("kernel", kernelAxes[4]), weight("bias")];
  return { name: graph.add("Conv", tensors, windowAttributes(shape, windowOf(layer))), channelsFirst: true };
});
