import { kindOf, type Layer, layerTypes } from "../../src/nn/layers/kinds";
import { inOrder, isSized, outputLayerOf } from "../../src/nn/network";

export const activationTypes = layerTypes.filter((type) => kindOf({ type }).activation);
/** In the order in which they are offered. */
export const offeredTypes = [
  ...layerTypes.filter((type) => !activationTypes.includes(type)),
  ...activationTypes,
];

/** Those of a block's layers. */
export const typesInBlock = offeredTypes.filter((type) => type !== "residual");

/** The index of a new layer: before the output layer, so that the network keeps its outputs. */
export function indexForNew(layers: readonly Layer[]): number {
  return inOrder(layers)[outputLayerOf(layers)]?.place[0] ?? layers.length;
}

/** The index of a new layer of a block: at its end, but before what drops the whole of it. */
export function indexInBlock(layers: readonly Layer[]): number {
  const last = layers.at(-1);
  return last && kindOf(last).dropsSamples ? layers.length - 1 : layers.length;
}

/** A new layer for its place: a block gets layers like the last one with units before it, so that it keeps the shape. */
export function suited(layer: Layer, before: readonly Layer[]): Layer {
  const alike = inOrder(before)
    .map(({ layer: each }) => each)
    .filter(isSized)
    .at(-1);
  if (layer.type !== "residual" || !alike || alike.type === "residual") return layer;
  const like = () =>
    alike.type === "conv2d" ? { ...alike, stride: 1, padding: "same" as const } : { ...alike };
  return { ...layer, layers: [like(), { type: "relu" }, like()] };
}

export function move(layers: Layer[], from: number, to: number): void {
  if (to < 0 || to >= layers.length) return;
  const [layer] = layers.splice(from, 1);
  if (layer) layers.splice(to, 0, layer);
}
