import { wideKernel } from "../../products";
import type { LayerShape } from "../../network";
import { type Shape, sizeOf } from "../../shape";

/** Whether the kernel of so many units has `wideKernel` weights. */
export const isWideKernel = (input: Shape, units: number): boolean => sizeOf(input) * units >= wideKernel;

/** Whether `training.products` is of this layer's products. */
export function isWide({ layer, input }: Pick<LayerShape, "layer" | "input">): boolean {
  return (layer.type === "dense" || layer.type === "dropConnect") && isWideKernel(input, layer.units);
}
