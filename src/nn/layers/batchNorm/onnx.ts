import { channelsFirst, onnxLayer } from "../onnx-layer";
import { batchNorm } from "./layer";

/** By the running statistics, in both files: it draws nothing. */
export const batchNormOnnx = onnxLayer(batchNorm, ({ graph, layer: { epsilon }, inputs, shape, weight }) => {
  const x = shape.length === 1 ? inputs : channelsFirst(graph, inputs);
  const tensors = ["scale", "shift", "runningMean", "runningVariance"].map((name) => weight(name));
  const name = graph.add("BatchNormalization", [x.name, ...tensors], { epsilon: { float: epsilon } });
  return { ...x, name };
});
