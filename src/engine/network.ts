import { kindOf, type Layer } from "../nn/layers/kinds";
import type { Draws, Words } from "../nn/layers/layer-kind";
import { plainOf } from "../nn/layers/plain";
import { flat, type PlainPass, type PlainStep } from "../nn/layers/plain-layer";
import { modeOfLayer, type NetworkMode } from "../nn/mode";
import { inOrder, type PlacedLayer } from "../nn/network";
import type { ProductPrecision } from "../nn/products";
import type { Tensor, Tensor2D, Tensorflow } from "../tensor/tensorflow";
import type { NamedTensors } from "./parameters";

/**
 * The stream of the layer with this ordinal among those that draw. Drawn for each row, it goes on from batch to batch of a pass;
 * shared by the pass, it begins anew.
 */
export type LayerRandom = (ordinal: number, draws: Draws) => Words;

/** The network's outputs for some inputs, and the way back. */
export interface ForwardPass {
  /** [rows, outputs] */
  readonly outputs: Tensor2D;
  /** What each layer puts out, [rows, ...shape], in order. */
  readonly ofLayers: readonly Tensor[];
  /** dE/d(each parameter), layer by layer, given dE/doutputs. */
  backward(gradient: Tensor): NamedTensors[];
  /** The layers' state, with the buffers as they are after this batch. */
  readonly state: NamedTensors[];
}

/**
 * Runs inputs [rows, ...shape] through the layers; outputs of any shape count as one row.
 * @param state of each layer in order, by name
 * @param products of wide dense kernels
 */
export function forward(
  tf: Tensorflow,
  layers: readonly Layer[],
  state: readonly NamedTensors[],
  inputs: Tensor,
  mode: NetworkMode,
  random: LayerRandom,
  products: ProductPrecision = "float32",
): ForwardPass {
  const placed = inOrder(layers);
  const steps: (PlainStep | null)[] = [];
  const ofLayers: Tensor[] = [];
  let drawingBefore = 0;
  let values = inputs;
  placed.forEach(({ layer, begins }, index) => {
    const { draws } = kindOf(layer);
    const ordinal = draws ? drawingBefore++ : null;
    const step = plainOf(layer)({
      tf,
      layer,
      inputs: values,
      shortcut: begins === undefined ? undefined : (ofLayers[begins - 1] ?? inputs),
      mode: modeOfLayer(kindOf(layer), mode),
      products,
      state: state[index]!,
      random: () => random(ordinal!, draws!),
    });
    steps.push(step);
    if (step) values = step.outputs;
    ofLayers.push(values);
  });
  const { shape } = values;
  return {
    outputs: flat(tf, values),
    ofLayers,
    backward: (gradient) =>
      backward(tf, placed, steps, shape.length === 2 ? gradient : tf.reshape(gradient, shape)),
    state: steps.map((step, index) => ({ ...state[index], ...step?.buffers })),
  };
}

/** What one layer of a network puts out. */
export function throughLayer(pass: PlainPass<Layer>): Tensor {
  return plainOf(pass.layer)(pass)?.outputs ?? pass.inputs;
}

/** Goes back through the layers, down to the first one with parameters. */
function backward(
  tf: Tensorflow,
  placed: readonly PlacedLayer[],
  steps: readonly (PlainStep | null)[],
  outputGradient: Tensor,
): NamedTensors[] {
  const first = steps.findIndex((step) => step?.toParameters !== undefined);
  const gradients: NamedTensors[] = steps.map(() => ({}));
  /** dE/d(a layer's inputs) by way of the shortcuts that take them too. */
  const byShortcut: Tensor[][] = steps.map(() => []);
  let gradient = outputGradient;
  for (let index = steps.length - 1; index >= first; index--) {
    const step = steps[index];
    if (step?.toParameters) gradients[index] = step.toParameters(gradient);
    if (index === first) break;
    const { begins = 0 } = placed[index]!;
    if (step?.toShortcut && begins > first) byShortcut[begins]!.push(step.toShortcut(gradient));
    if (step) gradient = step.toInputs(gradient);
    for (const more of byShortcut[index]!) gradient = tf.add(gradient, more);
  }
  return gradients;
}
