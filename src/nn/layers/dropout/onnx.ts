import { onnxLayer } from "../onnx-layer";
import { dropout } from "./layer";

/**
 * ONNX's operator scales by 1 / (1 - rate) in training; other scalings take that back. ONNX Runtime removes every Dropout, whatever its
 * training_mode says, unless another node takes its mask (dropout_elimination.cc): so one does, and changes nothing.
 */
export const dropoutOnnx = onnxLayer(dropout, ({ graph, layer: { rate, scaling }, inputs, draws }) => {
  const times = (x: string, factor: number) => graph.add("Mul", [x, graph.float(factor)]);
  if (rate === 0) return inputs;
  if (!draws) return scaling === "classic" ? { ...inputs, name: times(inputs.name, 1 - rate) } : inputs;
  const training = graph.named("training", { type: "bool", shape: [], values: [1] });
  const [outputs, mask] = graph.addAll("Dropout", [inputs.name, graph.float(rate), training], 2);
  const dropped = graph.add("Where", [mask!, outputs!, graph.float(0)]);
  return { ...inputs, name: scaling === "inverted" ? dropped : times(dropped, 1 - rate) };
});
