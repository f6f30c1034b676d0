import type { OnnxGraph } from "../../onnx/graph";
import { asRow, type OnnxValue } from "../../nn/layers/onnx-layer";
import { onnxOf } from "../../nn/layers/onnx";
import { layerShapes, stateName } from "../../nn/network";
import { transposed } from "../axes";
import { inputOf, type TrainedNetwork } from "../trained-network";

/**
 * The layers as nodes. @param inputs [rows, features], or pictures [rows, height, width, channels]
 * @param draws whether layers that draw random numbers do what they do in training
 * @returns float32 [rows, outputs]
 */
export function throughLayers(
  graph: OnnxGraph,
  network: TrainedNetwork,
  inputs: string,
  draws: boolean,
): string {
  const shapes = layerShapes(network.layers, inputOf(network));
  const given: OnnxValue[] = [];
  let values: OnnxValue = { name: inputs };
  for (const { layer, place, begins, input, shortcut, state } of shapes) {
    given.push(values);
    values = onnxOf(layer)({
      ...{ graph, layer, inputs: values, shape: input, draws },
      shortcut: shortcut && { inputs: given[begins!]!, shape: shortcut },
      weight(name, axes) {
        const { shape } = state.find((tensor) => tensor.name === name)!;
        const fullName = stateName(place, name);
        const tensor = { shape, values: network.state.get(fullName)! };
        return graph.named(fullName, { type: "float32", ...(axes ? transposed(tensor, axes) : tensor) });
      },
    });
  }
  return asRow(graph, values, shapes.at(-1)!.output).name;
}
