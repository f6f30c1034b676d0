import { z } from "../../../messages/zod";
import { initializerNames, initializerOf } from "../../initializers/kinds";
import type { Shape } from "../../shape";
import { layerKind } from "../layer-kind";
import { penaltyOf, penaltySettings } from "../penalty";
import { paddings, placesOf, windowFaults, type Window } from "../windows";

type Convolution = Pick<Window, "stride" | "padding"> & { readonly kernelSize: number };

/** The window that a convolution takes its inputs from. */
export function windowOf({ kernelSize, stride, padding }: Convolution): Window {
  return { size: kernelSize, stride, padding };
}

/** Weights of one filter: every channel of every pixel in the window. */
const weightsOf = ({ kernelSize }: Convolution, input: Shape) => kernelSize ** 2 * input.at(-1)!;

/**
 * Convolution of pictures (LeCun et al. 1989): each filter weighs the window below it, at every place with the same kernel and bias.
 * The kernel is not turned round, as in every framework (cross-correlation): `torch.nn.Conv2d`.
 */
export const conv2d = layerKind({
  schema: z.strictObject({
    type: z.literal("conv2d"),
    filters: z.int().min(1).max(65536),
    kernelSize: z.int().min(1).max(1024).default(3),
    stride: z.int().min(1).max(1024).default(1),
    padding: z.enum(paddings).default("valid"),
    initializer: z.enum(initializerNames).default("pytorch"),
    ...penaltySettings,
  }),
  outputShape: (layer, input) => [...placesOf(input, windowOf(layer)), layer.filters],
  state: ({ filters, kernelSize, ...layer }, input) => [
    {
      name: "kernel",
      shape: [kernelSize, kernelSize, input.at(-1)!, filters],
      trainable: true,
      penalised: penaltyOf(layer),
    },
    { name: "bias", shape: [filters], trainable: true },
  ],
  initialValues(layer, input, random) {
    const { kernel, drawsBias } = initializerOf(layer.initializer);
    const fans = { inputs: weightsOf(layer, input), outputs: layer.kernelSize ** 2 * layer.filters };
    const draw = kernel(fans)(random());
    return { kernel: draw, bias: drawsBias ? draw : () => 0 };
  },
  multiplications(layer, input) {
    const [rows, columns] = placesOf(input, windowOf(layer));
    return rows * columns * weightsOf(layer, input) * layer.filters;
  },
  widthField: "filters",
  faults: (layer, input) => windowFaults(input, "kernelSize", windowOf(layer)),
});
