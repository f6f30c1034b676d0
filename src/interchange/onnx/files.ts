import { draws, inOrder } from "../../nn/network";
import type { ModelFile } from "../model-file";
import type { TrainedNetwork } from "../trained-network";
import { onnxModel, type OnnxMode } from "./model";

/** `name.onnx`; and of a network that draws random numbers `name-passes.onnx` beside it, for MC dropout. The named one is the last. */
export function onnxFiles(network: TrainedNetwork, name: string): ModelFile[] {
  const file = (mode: OnnxMode, end: string) => ({
    path: `${name}${end}.onnx`,
    bytes: onnxModel(network, mode),
  });
  const drawing = inOrder(network.layers).some(({ layer }) => draws(layer));
  return [...(drawing ? [file("passes", "-passes")] : []), file("eval", "")];
}
