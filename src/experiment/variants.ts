import { drops, mapLayers, outputLayerOf, widthOf, withWidth } from "../nn/network";
import { changedBy } from "./changes";
import type { Experiment, Layer, Variant } from "./schema";

/** What differs between a variant and its experiment. */
export type Changes = Omit<Variant, "name">;

/**
 * The experiment as a variant trains it: its rate in every layer that drops units, its width in every hidden layer that has
 * one, then what it sets. The data stay those of all, because the split is drawn from all of them (`trainingRowsOf`). What
 * cannot be set changes nothing here: the check of the document refuses it.
 */
export function experimentOf<Document extends Pick<Experiment, "network">>(
  experiment: Document,
  variant: Changes,
): Document {
  const layers = layersWith(experiment.network.layers, variant);
  const own = { ...experiment, network: { ...experiment.network, layers } };
  return variant.set === undefined ? own : (changedBy(own, variant.set).value ?? own);
}

/** The network as a variant trains it. */
export function layersOf(experiment: Pick<Experiment, "network">, variant: Changes): Layer[] {
  const { network } = experiment;
  return experimentOf({ network }, variant).network.layers;
}

function layersWith(layers: readonly Layer[], { rate, width = 1 }: Changes): Layer[] {
  const output = outputLayerOf(layers);
  return mapLayers(layers, (layer, index) => {
    const rated = drops(layer) ? { ...layer, rate: rate ?? layer.rate } : layer;
    const units = widthOf(rated);
    return units === undefined || index === output ? rated : withWidth(rated, widened(units, width));
  });
}

/** The number of training samples of a variant, counted from the first. */
export function trainingRowsOf({ data }: Pick<Experiment, "data">, { train }: Changes): number {
  return train ?? data.train;
}

/** Units of a hidden layer that is `width` times as wide: at least one. */
export function widened(units: number, width: number): number {
  return Math.max(1, Math.round(units * width));
}
