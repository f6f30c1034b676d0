import type { Request } from "../contract/contract";
import type { HiddenLayer, Units } from "../contract/inspect-units";
import type { Dataset } from "../data/dataset";
import { kindOf, type Layer } from "../nn/layers/kinds";
import {
  drops,
  inOrder,
  isSized,
  type LayerShape,
  layerShapes,
  outputLayerOf,
  stateName,
} from "../nn/network";
import { type Shape, sizeOf } from "../nn/shape";
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
  const shapes = layerShapes(plan.layers, input);
  const pictures = withPictures ? picturesOf(network, data) : null;
  return {
    epoch: facts.epoch,
    epochs: [...facts.epochs],
    rows,
    of: data.validation.rows,
    layers: hiddenLayersOf(plan.layers, shapes).map((at) => {
      const units = unitsIn(shapes[at.layer]!.output);
      const activations = outputs[at.output]!;
      const ofUnit = activations.length / units;
      return { ...at, ...measuresOf(activations, ofUnit, kernelOf(network, at.layer), withPictures) };
    }),
    ...(pictures && { pictures }),
  };
}

/** The maps of a picture, or all values. */
function unitsIn(shape: Shape): number {
  return shape.length === 3 ? shape[2]! : sizeOf(shape);
}

/**
 * The layers with weights but the last, each with the one whose outputs are its activations: the last before the next layer
 * with weights that neither drops units nor only gives values another shape, and has the same units (a pool's maps are its convolution's).
 */
function hiddenLayersOf(
  layers: readonly Layer[],
  shapes: readonly LayerShape[],
): Pick<HiddenLayer, "layer" | "output" | "place">[] {
  const places = shapes.flatMap(({ layer }, place) => (isSized(layer) ? [place] : []));
  const last = outputLayerOf(layers);
  return places
    .filter((place) => place < last)
    .map((layer, index) => {
      const counted = shapes.slice(layer, places[index + 1]!).map(({ layer: each, output }) => {
        const own = shapes[layer]!.output;
        const isAlike = own.length === 3 ? output.at(-1) === own[2] : sizeOf(output) === sizeOf(own);
        const isMask = drops(each) && kindOf(each).elementwise === true;
        return isAlike && !isMask && each.type !== "flatten" && each.type !== "reshape";
      });
      return { layer, output: layer + counted.lastIndexOf(true), place: [...shapes[layer]!.place] };
    });
}

/** @param activations [rows, units] */
function measuresOf(
  activations: Float32Array,
  rows: number,
  kernel: Float32Array,
  withMatrix: boolean,
): Omit<HiddenLayer, "layer" | "output" | "place"> {
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

/** [inputs, units]; of a convolution the inputs of one window */
function kernelOf({ plan, values }: Network, layer: number): Float32Array {
  return values.get(stateName(inOrder(plan.layers)[layer]!.place, "kernel"))!.values;
}

/** The weights of the first units of the first layer; null where they are none of a picture. */
function picturesOf(network: Network, { image }: Dataset): Units["pictures"] | null {
  const { layers } = network.plan;
  const first = inOrder(layers).find(({ layer }) => isSized(layer));
  if (!image || !first) return null;
  const { shape, values: kernel } = network.values.get(stateName(first.place, "kernel"))!;
  // A filter is a picture of its window; after a pool, no weights of a dense layer are a picture.
  const picture = shape.length === 4 ? shape.slice(0, 3) : image;
  const pixels = sizeOf(picture);
  const units = shape.at(-1)!;
  if (kernel.length !== pixels * units) return null;
  const shown = Math.min(units, mostPictures, Math.max(1, Math.floor(mostPixels / pixels)));
  return {
    shape: [...picture],
    of: units,
    weights: Array.from({ length: shown }, (_, unit) =>
      Array.from({ length: pixels }, (_, pixel) => kernel[pixel * units + unit]!),
    ),
  };
}
