import type { DataConfig, DataShape, DataSource, Layer } from "./schema";

/** A data configuration of which some fields may not be known (yet). */
export type PartialData = Partial<DataConfig>;

const plane: DataShape = { features: 2, outputs: 2, task: "classification" };

/** Pixels of a drawn digit: 20 rows × 15 columns = 300 inputs, just what the textbook network takes. */
export const digitImage = { width: 15, height: 20 } as const;

const shapes: { [S in DataSource]: (data: Partial<Extract<DataConfig, { source: S }>>) => DataShape | null } =
  {
    digits: () => ({ features: digitImage.width * digitImage.height, outputs: 10, task: "classification" }),
    clusters: ({ features, classes }) =>
      features === undefined || classes === undefined
        ? null
        : { features, outputs: classes, task: "classification" },
    moons: () => plane,
    circles: () => plane,
    spirals: () => plane,
    xor: () => plane,
    csv: () => null,
    idx: () => null,
  };

/** The shape that a generated source has; null for sources whose files decide, and where a needed field is missing. */
export function shapeOfData(data: PartialData): DataShape | null {
  if (data.source === undefined) return null;
  const shape = shapes[data.source] as (data: PartialData) => DataShape | null;
  return shape(data);
}

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
