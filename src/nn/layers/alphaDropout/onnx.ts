import { keptLike } from "../onnx-kept";
import { onnxLayer } from "../onnx-layer";
import { alphaDropout } from "./layer";
import { alphaFactors } from "./mask";

/** (scale · x + shift) · kept + dropped · (1 - kept), with the factors of mask.ts. */
export const alphaDropoutOnnx = onnxLayer(alphaDropout, ({ graph, layer: { rate }, inputs, draws }) => {
  if (rate === 0 || !draws) return inputs;
  const { scale, shift, dropped } = alphaFactors(rate);
  const scaled = graph.add("Add", [
    graph.add("Mul", [inputs.name, graph.float(scale)]),
    graph.float(shift - dropped),
  ]);
  const kept = graph.add("Mul", [scaled, keptLike(graph, inputs.name, rate)]);
  return { ...inputs, name: graph.add("Add", [kept, graph.float(dropped)]) };
});
