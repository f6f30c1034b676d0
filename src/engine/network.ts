import { kindOf, type Layer } from "../nn/layers/kinds";
import type { Draws, Words } from "../nn/layers/layer-kind";
import { plainOf } from "../nn/layers/plain";
import { flat, type PlainStep } from "../nn/layers/plain-layer";
import { modeOfLayer, type NetworkMode } from "../nn/mode";
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
  /** What each layer puts out, [rows, ...shape]. */
  readonly ofLayers: readonly Tensor[];
  /** dE/d(each parameter), layer by layer, given dE/doutputs. */
  backward(gradient: Tensor): NamedTensors[];
  /** The layers' state, with the buffers as they are after this batch. */
  readonly state: NamedTensors[];
}

/**
 * Runs inputs [rows, ...shape] through the layers; outputs of any shape count as one row.
 * @param state of each layer, by name
 */
export function forward(
  tf: Tensorflow,
  layers: readonly Layer[],
  state: readonly NamedTensors[],
  inputs: Tensor,
  mode: NetworkMode,
  random: LayerRandom,
): ForwardPass {
  const steps: (PlainStep | null)[] = [];
  const ofLayers: Tensor[] = [];
  let drawingBefore = 0;
  let values = inputs;
  layers.forEach((layer, index) => {
    const { draws } = kindOf(layer);
    const ordinal = draws ? drawingBefore++ : null;
    const step = plainOf(layer)({
      tf,
      layer,
      inputs: values,
      mode: modeOfLayer(kindOf(layer), mode),
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
    backward: (gradient) => backward(steps, shape.length === 2 ? gradient : tf.reshape(gradient, shape)),
    state: steps.map((step, index) => ({ ...state[index], ...step?.buffers })),
  };
}

/** Goes back through the layers, down to the first one with parameters. */
function backward(steps: readonly (PlainStep | null)[], outputGradient: Tensor): NamedTensors[] {
  const first = steps.findIndex((step) => step?.toParameters !== undefined);
  const gradients: NamedTensors[] = steps.map(() => ({}));
  let gradient = outputGradient;
  for (let index = steps.length - 1; index >= first; index--) {
    const step = steps[index];
    if (!step) continue;
    if (step.toParameters) gradients[index] = step.toParameters(gradient);
    if (index > first) gradient = step.toInputs(gradient);
  }
  return gradients;
}
