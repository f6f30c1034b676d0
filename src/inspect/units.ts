import type { Request } from "../contract/contract";
import type { HiddenLayer, Units } from "../contract/inspect-units";
import type { Dataset } from "../data/dataset";
import type { Layer } from "../nn/layers/kinds";
import { drops, isSized, layerShapes, outputLayerOf } from "../nn/network";
import { sizeOf } from "../nn/shape";
import type { Tensorflow } from "../tensor/tensorflow";
import { correlationsOf } from "./correlations";
import { histogramOf } from "./histogram";
import type { RunFacts } from "./minibatch";
import { type Network, passThrough } from "./network";

/** Validation samples, and activations of a layer: with more, thirty seeds would take minutes. */
const [mostRows, mostActivations] = [1000, 20_000_000] as const;

/** Units and weights in pictures: more take long to send. */
const [mostPictures, mostPixels] = [256, 500_000] as const;

/** What the hidden units of a run do over validation samples in eval mode. */
export function unitsOf(
  tf: Tensorflow,
  network: Network,
  data: Dataset,
  facts: RunFacts,
  { pictures: withPictures }: Request<"inspectUnits">,
): Units {
  const { plan, input } = network;
  const widest = Math.max(...layerShapes(plan.layers, input).map(({ output }) => sizeOf(output)));
  const most = Math.max(1, Math.floor(mostActivations / widest));
  const rows = Math.min(mostRows, most, data.validation.rows);
  const inputs = data.validation.inputs.subarray(0, rows * data.features);
  const outputs = passThrough(tf, network, inputs, rows, "eval", 0);
  const pictures = withPictures ? picturesOf(network, data) : null;
  return {
    epoch: facts.epoch,
    epochs: [...facts.epochs],
    rows,
    of: data.validation.rows,
    layers: hiddenLayersOf(plan.layers).map((at) => ({
      ...at,
      ...measuresOf(outputs[at.output]!, rows, kernelOf(network, at.layer), withPictures),
    })),
    ...(pictures && { pictures }),
  };
}

/**
 * The layers with weights but the last, each with the one whose outputs are its activations: the last before the next layer
 * with weights that neither drops units nor only gives values another shape.
 */
function hiddenLayersOf(layers: readonly Layer[]): Pick<HiddenLayer, "layer" | "output">[] {
  const places = layers.flatMap((layer, place) => (isSized(layer) ? [place] : []));
  const last = outputLayerOf(layers);
  return places
    .filter((place) => place < last)
    .map((layer, index) => {
      const counted = layers
        .slice(layer, places[index + 1]!)
        .map((each) => !drops(each) && each.type !== "flatten" && each.type !== "reshape");
      return { layer, output: layer + counted.lastIndexOf(true) };
    });
}

function measuresOf(
  activations: Float32Array,
  rows: number,
  kernel: Float32Array,
  withMatrix: boolean,
): Omit<HiddenLayer, "layer" | "output"> {
  const units = activations.length / rows;
  const [sums, zeros, squares] = [new Float64Array(units), new Float64Array(units), new Float64Array(units)];
  let notPositive = 0;
  for (let index = 0; index < activations.length; index++) {
    const value = activations[index]!;
    sums[index % units]! += value;
    if (value === 0) zeros[index % units]! += 1;
    if (value <= 0) notPositive += 1;
  }
  for (let index = 0; index < kernel.length; index++) squares[index % units]! += kernel[index]! ** 2;
  const means = Array.from(sums, (sum) => sum / rows);
  const norms = Array.from(squares, Math.sqrt);
  return {
    units,
    mean: means.reduce((sum, mean) => sum + mean, 0) / units,
    zero: zeros.reduce((sum, count) => sum + count, 0) / activations.length,
    notPositive: notPositive / activations.length,
    dead: zeros.filter((count) => count === rows).length,
    means,
    norms,
    histograms: {
      activations: histogramOf(activations),
      means: histogramOf(means),
      weights: histogramOf(kernel),
      norms: histogramOf(norms),
    },
    correlations: correlationsOf(activations, rows, units, withMatrix),
  };
}

/** [inputs, units] */
function kernelOf({ values }: Network, layer: number): Float32Array {
  return values.get(`layers.${layer}.kernel`)!.values;
}

/** The weights of the first units of the first layer; null where they are none of a picture. */
function picturesOf(network: Network, { image, features }: Dataset): Units["pictures"] | null {
  const { layers } = network.plan;
  const first = layers.findIndex(isSized);
  if (!image || first < 0) return null;
  const kernel = kernelOf(network, first);
  const units = kernel.length / features;
  const shown = Math.min(units, mostPictures, Math.max(1, Math.floor(mostPixels / features)));
  return {
    shape: [...image],
    of: units,
    weights: Array.from({ length: shown }, (_, unit) =>
      Array.from({ length: features }, (_, pixel) => kernel[pixel * units + unit]!),
    ),
  };
}
