import { drops, outputLayerOf, widthOf, withWidth } from "../nn/network";
import type { Experiment, Layer, Variant } from "./schema";

/** The network as a variant trains it: its rate in every layer that drops units, its width in every hidden layer that has one. */
export function layersOf(
  { network: { layers } }: Pick<Experiment, "network">,
  { rate, width = 1 }: Omit<Variant, "name">,
): Layer[] {
  const output = outputLayerOf(layers);
  return layers.map((layer, index) => {
    if (drops(layer)) return { ...layer, rate: rate ?? layer.rate };
    const units = widthOf(layer);
    return units === undefined || index === output ? layer : withWidth(layer, widened(units, width));
  });
}

/** The number of training samples of a variant, counted from the first. */
export function trainingRowsOf({ data }: Pick<Experiment, "data">, { train }: Omit<Variant, "name">): number {
  return train ?? data.train;
}

/** Units of a hidden layer that is `width` times as wide: at least one. */
export function widened(units: number, width: number): number {
  return Math.max(1, Math.round(units * width));
}
