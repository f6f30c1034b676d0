import type { Layer } from "./schema";

/** Output width and trainable parameters of a layer. */
export interface LayerShape {
  readonly width: number;
  readonly parameters: number;
}

/** The shape of each layer, for `features` inputs. */
export function layerShapes(layers: readonly Layer[], features: number): LayerShape[] {
  let width = features;
  return layers.map((layer) => {
    if (layer.type !== "dense") return { width, parameters: 0 };
    const parameters = (width + 1) * layer.units;
    width = layer.units;
    return { width, parameters };
  });
}
