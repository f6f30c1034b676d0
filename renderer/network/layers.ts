import { kindOf, type Layer, layerTypes } from "../../src/nn/layers/kinds";
import { outputLayerOf } from "../../src/nn/network";

export const activationTypes = layerTypes.filter((type) => kindOf({ type }).activation);
/** In the order in which they are offered. */
export const offeredTypes = [
  ...layerTypes.filter((type) => !activationTypes.includes(type)),
  ...activationTypes,
];

/** The index of a new layer: before the output layer, so that the network keeps its outputs. */
export function indexForNew(layers: readonly Layer[]): number {
  const output = outputLayerOf(layers);
  return output === -1 ? layers.length : output;
}

export function move(layers: Layer[], from: number, to: number): void {
  if (to < 0 || to >= layers.length) return;
  const [layer] = layers.splice(from, 1);
  if (layer) layers.splice(to, 0, layer);
}
