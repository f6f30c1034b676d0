import { wideKernel } from "../../products";
import type { LayerShape } from "../../network";
import { sizeOf } from "../../shape";

/** Whether `training.products` is of this layer's products. */
export function isWide({ layer, input }: Pick<LayerShape, "layer" | "input">): boolean {
  return (
    (layer.type === "dense" || layer.type === "dropConnect") && sizeOf(input) * layer.units >= wideKernel
  );
}
