import type { NamedValues, RunPlan } from "../engine/engine";
import { forward } from "../engine/network";
import { initialState, type NamedTensors, valuesOf } from "../engine/parameters";
import { inOrder, inputShapeOf, type SampleShape, stateOf } from "../nn/network";
import { layersInEpoch } from "../nn/rate-over-time";
import type { Shape } from "../nn/shape";
import { RandomStream } from "../random/random";
import type { Tensorflow } from "../tensor/tensorflow";

/** A run's network with the weights after one of its epochs. */
export interface Network {
  /** With the rates of that epoch. */
  readonly plan: RunPlan;
  readonly input: Shape;
  readonly values: ReadonlyMap<string, NamedValues>;
  /** The same as tensors, layer by layer in order. */
  readonly state: readonly NamedTensors[];
}

/** @param values by default those before training, which follow from the seed */
export function openNetwork(
  tf: Tensorflow,
  plan: RunPlan,
  data: SampleShape,
  values?: readonly NamedValues[],
): Network {
  const input = inputShapeOf(plan.layers, data);
  const tensors = stateOf(plan.layers, input);
  const known = values ?? valuesOf(initialState(plan.layers, input, plan.seed), tensors);
  const named = new Map(known.map((each) => [each.name, each]));
  const state = inOrder(plan.layers).map((_, layer) =>
    Object.fromEntries(
      tensors
        .filter((tensor) => tensor.layer === layer)
        .map(({ name, fullName, shape }) => [name, tf.tensor(named.get(fullName)!.values, [...shape])]),
    ),
  );
  return { plan, input, values: named, state };
}

export function closeNetwork(tf: Tensorflow, { state }: Network): void {
  tf.dispose([...state]);
}

/**
 * What each layer, in order, puts out for these inputs, [rows, units] row-major: in `train` as in this training step, in `eval` as the
 * engines evaluate.
 * @param step from 0
 */
export function passThrough(
  tf: Tensorflow,
  { plan, input, state }: Network,
  inputs: Float32Array,
  rows: number,
  mode: "train" | "eval",
  step: number,
): Float32Array[] {
  const ofLayers = tf.tidy(() => {
    const batch = tf.tensor(inputs, [rows, ...input]);
    const random = (layer: number) => new RandomStream(plan.seed, "trainingMask", { layer, step });
    return [...forward(tf, plan.layers, state, batch, mode, random).ofLayers];
  });
  // A layer that passes its inputs on puts out their tensor.
  const values = ofLayers.map((tensor) => tensor.dataSync<"float32">());
  tf.dispose(ofLayers);
  return values;
}

/** The same with the rates of an epoch, from 1, of which weights before training have those of the first. */
export function inEpoch(network: Network, epoch: number): Network {
  const { plan } = network;
  return {
    ...network,
    plan: { ...plan, layers: layersInEpoch(plan.layers, plan.training, Math.max(1, epoch)) },
  };
}
