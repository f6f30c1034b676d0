import type { Layer } from "../../nn/layers/kinds";
import type { LayerReading } from "./network-reading";

/** Keras' classes of the lab's layers with weights. */
const kerasClasses: Readonly<Record<string, string>> = {
  dense: "Dense",
  conv2d: "Conv2D",
  batchNorm: "BatchNormalization",
  layerNorm: "LayerNormalization",
  dropConnect: "DropConnect",
};

/** The lab's own layers as if they had been read: their weights come by their order. */
export function readingOfLayers(layers: readonly Layer[]): LayerReading[] {
  return layers.map((layer) => ({
    layer,
    module: kerasClasses[layer.type] ?? layer.type,
    ...(layer.type === "residual" && { inner: readingOfLayers(layer.layers) }),
  }));
}
