import { kindOf, type Layer, layerTypes, type LayerType } from "../../src/nn/layers/kinds";
import { type LayerGroup, layerGroups } from "../../src/nn/layers/page-layer";
import { pageOf } from "../../src/nn/layers/pages";
import { inOrder, isSized, outputLayerOf } from "../../src/nn/network";

export const activationTypes = layerTypes.filter((type) => kindOf({ type }).activation);
/** Those that do nothing else than drop, so that one can stand in the place of another. */
export const dropoutTypes = layerTypes.filter((type) => {
  const { drops, widthField } = kindOf({ type });
  return drops && widthField === undefined;
});

export interface OfferedGroup {
  readonly group: LayerGroup;
  readonly types: readonly LayerType[];
}
const groupOf = (type: LayerType) => pageOf({ type }).group ?? "activations";
/** In the order in which they are offered. */
export const offeredGroups: readonly OfferedGroup[] = layerGroups.map((group) => ({
  group,
  types: layerTypes.filter((type) => groupOf(type) === group),
}));

/** The kinds of dropout that its row offers: each that is of use there, and its own. */
export function dropoutsFor(
  { type }: Pick<Layer, "type">,
  at: Readonly<Record<"pictures" | "blockEnds", boolean>>,
): LayerType[] {
  return dropoutTypes.filter((each) => {
    const { only } = pageOf({ type: each });
    return each === type || only === undefined || at[only];
  });
}

/** Those of a block's layers. */
export const groupsInBlock: readonly OfferedGroup[] = offeredGroups.map(({ group, types }) => ({
  group,
  types: types.filter((type) => type !== "residual"),
}));

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
