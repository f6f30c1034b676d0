import { normalsLike } from "../onnx-kept";
import { onnxLayer } from "../onnx-layer";
import { gaussianDropout } from "./layer";
import { deviationOf } from "./mask";

export const gaussianDropoutOnnx = onnxLayer(gaussianDropout, ({ graph, layer: { rate }, inputs, draws }) => {
  if (rate === 0 || !draws) return inputs;
  const noise = normalsLike(graph, inputs.name, 1, deviationOf(rate));
  return { ...inputs, name: graph.add("Mul", [inputs.name, noise]) };
});
