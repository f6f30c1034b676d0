import { drops, mapLayers, outputLayerOf, widthOf, withWidth } from "../nn/network";
import { shapeOfData } from "../data/kinds";
import type { Folded } from "../data/source-kind";
import { changedBy } from "./changes";
import { resampled } from "./resampling";
import type { DataConfig, DataShape, Experiment, Layer, Variant } from "./schema";

/** What differs between a variant and its experiment. */
export type Changes = Omit<Variant, "name">;

/**
 * The experiment as a variant trains it: its rate in every layer that drops units, its width in every hidden layer that has
 * one, then what it sets. Its number of training rows is not in its data, because the split is drawn from all of them
 * (`trainingRowsOf`). What cannot be set changes nothing here: the check of the document refuses it.
 */
export function experimentOf<Document extends Pick<Experiment, "network">>(
  experiment: Document,
  variant: Changes,
): Document {
  const layers = layersWith(experiment.network.layers, variant);
  const own = { ...experiment, network: { ...experiment.network, layers } };
  return changedBy(own, variant.set ?? {}).value ?? own;
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

/** Whether a variant has data of its own: other settings than the experiment's, and not only fewer training rows. */
export function hasOwnData({ set = {} }: Pick<Changes, "set">): boolean {
  return Object.keys(set).some((path) => path.startsWith("data."));
}

/**
 * The shape of a variant's data, as far as it is known: of data that the lab draws from their settings; of files that of the
 * experiment's own data, unless the variant reads them in another way.
 * @param shape of the experiment's data
 */
export function shapeOfVariant(
  experiment: Pick<Experiment, "data" | "network">,
  variant: Changes,
  shape: DataShape | null,
): DataShape | null {
  if (!hasOwnData(variant)) return shape;
  return shapeOfData(experimentOf(experiment, variant).data);
}

/** The data that a run loads: the variant's settings, and the draw, split or fold of its seed. */
export function dataOfRun(
  experiment: Pick<Experiment, "data" | "network" | "evaluation">,
  variant: Changes,
  seed: number,
): DataConfig & Folded {
  return resampled(experimentOf(experiment, variant).data, experiment.evaluation.resample, seed);
}

/** The epochs that the runs of a variant train. */
export function epochsOf({ training }: Pick<Experiment, "training">, { set = {} }: Changes): number {
  return changedBy({ training }, set).value?.training.epochs ?? training.epochs;
}

/** The number of training samples of a variant, counted from the first. */
export function trainingRowsOf({ data }: Pick<Experiment, "data">, { train }: Changes): number {
  return train ?? data.train;
}

/** Units of a hidden layer that is `width` times as wide: at least one. */
export function widened(units: number, width: number): number {
  return Math.max(1, Math.round(units * width));
}
