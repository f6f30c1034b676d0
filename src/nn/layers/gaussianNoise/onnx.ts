import { normalsLike } from "../onnx-kept";
import { onnxLayer } from "../onnx-layer";
import { gaussianNoise } from "./layer";

export const gaussianNoiseOnnx = onnxLayer(
  gaussianNoise,
  ({ graph, layer: { deviation }, inputs, draws }) => {
    if (deviation === 0 || !draws) return inputs;
    return {
      ...inputs,
      name: graph.add("Add", [inputs.name, normalsLike(graph, inputs.name, 0, deviation)]),
    };
  },
);
