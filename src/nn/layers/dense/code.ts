import type { InitializerName } from "../../initializers/kinds";
import { type Call, call, type Definition, python } from "../../python";
import { sizeOf } from "../../shape";
import { flattened } from "../flatten/code";
import { kernelKeywords } from "../keras-kernel";
import {
  holder,
  kernelAxes,
  type KerasPlace,
  layerCode,
  type Part,
  type PyTorchPlace,
  type TensorName,
} from "../layer-code";
import { dense } from "./layer";
import {
  denseOfRounded,
  linearOfRounded,
  roundedInKeras,
  roundedInPyTorch,
  roundsProducts,
} from "./rounded-code";

/** The tensors of a layer with a dense kernel. */
export const linearTensors: readonly TensorName[] = [
  { lab: "kernel", pytorch: "weight", axes: kernelAxes, keras: "kernel", along: 0 },
  { lab: "bias", pytorch: "bias", keras: "bias" },
];

/** The lab's layer takes a picture as one row by itself; PyTorch has a layer before it for that. */
export function linearInPyTorch(made: Part, place: PyTorchPlace): readonly Part[] {
  return [...(place.input.length > 1 ? flattened(place) : []), made];
}

/** Likewise in Keras. @param name of the layer @param first what it is called with, before its keywords */
export function linearInKeras(
  name: Call["callee"],
  first: readonly number[],
  { units, initializer }: { readonly units: number; readonly initializer: InitializerName },
  place: KerasPlace,
  ...needs: readonly Definition[]
): readonly Part[] {
  const fans = { inputs: sizeOf(place.input), outputs: units };
  const kernel = kernelKeywords(initializer, fans, place, python(0));
  return [
    ...(place.input.length > 1 ? [{ call: call("layers.Flatten") }] : []),
    holder(call(name, first, kernel.keywords), ...kernel.needs, ...needs),
  ];
}

export const denseCode = layerCode(dense, {
  tensors: linearTensors,
  pytorch({ units }, place) {
    const sizes = [sizeOf(place.input), units];
    const made = roundsProducts(place, units)
      ? holder(call("RoundedLinear", sizes), roundedInPyTorch, linearOfRounded)
      : holder(call("nn.Linear", sizes));
    return linearInPyTorch(made, place);
  },
  keras: (layer, place) =>
    roundsProducts(place, layer.units)
      ? linearInKeras("RoundedDense", [layer.units], layer, place, roundedInKeras, denseOfRounded)
      : linearInKeras("layers.Dense", [layer.units], layer, place),
});
