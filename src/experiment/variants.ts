import type { Experiment, Layer, Variant } from "./schema";

/** The network as a variant trains it: its rate in every dropout layer, its width in every hidden dense layer. */
export function layersOf(
  { network: { layers } }: Pick<Experiment, "network">,
  { rate, width = 1 }: Omit<Variant, "name">,
): Layer[] {
  const output = outputLayerOf(layers);
  return layers.map((layer, place) => {
    if (layer.type === "dropout") return { ...layer, rate: rate ?? layer.rate };
    if (layer.type === "dense" && place !== output) return { ...layer, units: widened(layer.units, width) };
    return layer;
  });
}

/** The number of training samples of a variant, counted from the first. */
export function trainingRowsOf({ data }: Pick<Experiment, "data">, { train }: Omit<Variant, "name">): number {
  return train ?? data.train;
}

/** The index of the last dense layer, which gives the outputs; -1 if there is none. */
export function outputLayerOf(layers: readonly Pick<Layer, "type">[]): number {
  return layers.map(({ type }) => type).lastIndexOf("dense");
}

/** Units of a hidden layer that is `width` times as wide: at least one. */
export function widened(units: number, width: number): number {
  return Math.max(1, Math.round(units * width));
}
