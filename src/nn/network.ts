import { kindOf, type Layer, layerTypes, type LayerType } from "./layers/kinds";
import type { StateTensor } from "./layers/layer-kind";
import { modeOfLayer, type NetworkMode } from "./mode";
import { sizeOf, type Shape } from "./shape";

/** A layer that drops units, at its rate. */
export type DroppingLayer = Extract<Layer, { rate: number }>;

/** A layer that drops units, and says what makes up for them. */
export type ScaledLayer = Extract<Layer, { scaling: unknown }>;

export function isScaled(layer: Layer): layer is ScaledLayer {
  return "scaling" in layer;
}

type Typed = { readonly type: LayerType };

export function drops(layer: Layer): layer is DroppingLayer;
export function drops(layer: Typed): boolean;
export function drops(layer: Typed): boolean {
  return kindOf(layer).drops === true;
}

/** Whether the layer opens a stream of random words of its own. */
export function draws(layer: Typed): boolean {
  return kindOf(layer).draws !== undefined;
}

/** The kinds of layers that drop units. */
export const droppingTypes = layerTypes.filter((type) => drops({ type }));

/** A layer where the network computes it. */
export interface PlacedLayer<Any extends Typed | null = Layer> {
  readonly layer: Any;
  /** Its place in the document: the layer's in the network, and within a block the layer's in the block after it. */
  readonly place: readonly [number, ...number[]];
  /** Only of a block: where its first layer stands in this order, whose inputs the block's shortcut takes as well. */
  readonly begins?: number;
}

/**
 * All layers in the order in which they are computed: those of a block before the block itself, which adds its shortcut to
 * what they put out. Whoever asks something of every layer goes through this list.
 */
export function inOrder<Any extends Typed | null>(layers: readonly Any[]): PlacedLayer<Any>[] {
  const placed: PlacedLayer<Any>[] = [];
  const add = (layer: Any, place: PlacedLayer["place"]): void => {
    const begins = placed.length;
    const body = bodyOf(layer);
    body?.forEach((inner, index) => add(inner as Any, [...place, index]));
    placed.push({ layer, place, ...(body && { begins }) });
  };
  layers.forEach((layer, index) => add(layer, [index]));
  return placed;
}

/** The network with each of its layers replaced; `change` gets them in order. */
export function mapLayers(layers: readonly Layer[], change: (layer: Layer, index: number) => Layer): Layer[] {
  let done = 0;
  const replaced = (layer: Layer): Layer => {
    const body = bodyOf(layer)?.map((inner) => replaced(inner as Layer));
    return change(body ? Object.assign({ ...layer }, { layers: body }) : layer, done++);
  };
  return layers.map(replaced);
}

/** The layers of a block. */
function bodyOf(layer: Typed | null): readonly (Typed | null)[] | undefined {
  return (layer as { readonly layers?: readonly (Typed | null)[] } | null)?.layers;
}

/** The layers that drop units, in order. */
export function droppingLayers(layers: readonly Layer[]): DroppingLayer[] {
  return inOrder(layers).flatMap(({ layer }) => (drops(layer) ? [layer] : []));
}

/** The rates of the layers that drop units, in order. */
export function ratesOf(layers: readonly Layer[]): number[] {
  return droppingLayers(layers).map(({ rate }) => rate);
}

/** Whether a forgotten eval mode changes what the network gives. */
export function forgetsEval(layers: readonly Layer[]): boolean {
  return inOrder(layers).some(({ layer }) => kindOf(layer).forgetsEval?.(layer));
}

/** What of a network forgets eval. */
export interface Forgetful {
  /** A layer that draws random numbers. */
  readonly dropout: boolean;
  /** A layer over the batch. */
  readonly batchNorm: boolean;
}

export function forgetfulOf(layers: readonly Layer[]): Forgetful {
  const kinds = inOrder(layers).flatMap(({ layer }) => {
    const kind = kindOf(layer);
    return kind.forgetsEval?.(layer) ? [kind] : [];
  });
  return {
    dropout: kinds.some(({ overBatch }) => !overBatch),
    batchNorm: kinds.some(({ overBatch }) => overBatch),
  };
}

/** Whether the network has both, so that each can be forgotten by itself. */
export function forgetsBoth(layers: readonly Layer[]): boolean {
  const { dropout, batchNorm } = forgetfulOf(layers);
  return dropout && batchNorm;
}

/** The number of first layers that do the same in every mode of evaluation, whatever their settings. */
export function alikeInEvaluation(layers: readonly Layer[]): number {
  const inTurn = inOrder(layers);
  const different = inTurn.findIndex(({ layer }) => draws(layer) || kindOf(layer).forgetsEval);
  return different === -1 ? inTurn.length : different;
}

/** Whether a layer takes the other rows of the batch into account in this mode. */
export function isOverBatch(layers: readonly Layer[], mode: NetworkMode): boolean {
  return inOrder(layers).some(({ layer }) => {
    const kind = kindOf(layer);
    return kind.overBatch && modeOfLayer(kind, mode) !== "eval";
  });
}

/** Whether a layer takes statistics of one value for each row of the batch, so that two rows are the fewest. */
export function needsTwoRows(shapes: readonly LayerShape[]): boolean {
  return shapes.some(({ layer, input }) => kindOf(layer).overBatch && sizeOf(input) === input.at(-1));
}

/** Rows of an epoch's last batch. */
export function lastBatchOf(rows: number, batchSize: number): number {
  return rows % batchSize || Math.min(rows, batchSize);
}

/** Whether each of the layer's units takes a weighted sum of all of its inputs. */
export function isDense(layer: Typed): boolean {
  return isSized(layer) && kindOf(layer).flattens === true;
}

/** Whether the layer itself says how many units it puts out. */
export function isSized(layer: Typed): boolean {
  return kindOf(layer).widthField !== undefined;
}

/** The units that the layer says it puts out; undefined if it says none. */
export function widthOf(layer: Partial<Layer> & Typed): number | undefined {
  const field = kindOf(layer).widthField;
  return field === undefined ? undefined : (layer as unknown as Readonly<Record<string, number>>)[field];
}

/** The layer with other units; only for one that says how many it puts out. */
export function withWidth(layer: Layer, units: number): Layer {
  return Object.assign({ ...layer }, { [kindOf(layer).widthField!]: units });
}

/** Where the last layer that says how many units it puts out, and so those of the network, stands in order; -1 if there is none. */
export function outputLayerOf(layers: readonly (Typed | null)[]): number {
  // A layer that cannot be read may be the one meant.
  return inOrder(layers)
    .map(({ layer }) => layer === null || isSized(layer))
    .lastIndexOf(true);
}

/** The shape of one sample of the data: a row of features, which may be the pixels of an image. */
export interface SampleShape {
  readonly features: number;
  readonly image?: readonly [height: number, width: number, channels: number] | undefined;
}

/**
 * The shape in which a network takes its inputs: an image stays one if the first layer that does not take each value by itself
 * wants one, and goes in as a row if that layer would flatten it.
 */
export function inputShapeOf(layers: readonly Layer[], { features, image }: SampleShape): Shape {
  const first = inOrder(layers)
    .map(({ layer }) => kindOf(layer))
    .find(({ elementwise }) => !elementwise);
  return image && first && !first.flattens ? image : [features];
}

/** A layer between its inputs and its outputs. */
export interface LayerShape extends PlacedLayer {
  readonly input: Shape;
  /** Only of a block: the shape of what its layers, and so its shortcut, are given. */
  readonly shortcut?: Shape;
  readonly output: Shape;
  readonly state: readonly StateTensor[];
  /** Trainable values. */
  readonly parameters: number;
}

/** The shapes of each layer, in order, for inputs of this shape. */
export function layerShapes(layers: readonly Layer[], input: Shape): LayerShape[] {
  const shapes: LayerShape[] = [];
  let values = input;
  for (const placed of inOrder(layers)) {
    const { layer, begins } = placed;
    const kind = kindOf(layer);
    const before = values;
    const shortcut = begins === undefined ? undefined : (shapes[begins]?.input ?? before);
    const state = kind.state?.(layer, before, shortcut) ?? [];
    values = kind.outputShape?.(layer, before) ?? before;
    const parameters = parametersIn(state).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    shapes.push({
      ...placed,
      input: before,
      ...(shortcut && { shortcut }),
      output: values,
      state,
      parameters,
    });
  }
  return shapes;
}

/** A tensor of a network's state. */
export interface NetworkTensor extends StateTensor {
  /** Where its layer stands in order. */
  readonly layer: number;
  /** Its name in the network: `layers.0.kernel`, or `layers.3.layers.0.kernel` of a block's layer. */
  readonly fullName: string;
}

/** The network's parameters and buffers, in the order of its layers, for inputs of this shape. */
export function stateOf(layers: readonly Layer[], input: Shape): NetworkTensor[] {
  return layerShapes(layers, input).flatMap(({ state, place }, layer) =>
    state.map((tensor) => ({ ...tensor, layer, fullName: stateName(place, tensor.name) })),
  );
}

/** Where a layer stands in the document: `network.layers[3]`, or `network.layers[3].layers[0]` of a block's layer. */
export function layerPath(place: PlacedLayer["place"]): string {
  return `network.${place.map((index) => `layers[${index}]`).join(".")}`;
}

/** A layer's number as a person reads it, from 1: 4, or 4.1 of a block's layer. */
export function layerNumber(place: readonly number[]): string {
  return place.map((index) => index + 1).join(".");
}

/** The name in the network of a layer's tensor. */
export function stateName(place: PlacedLayer["place"], name: string): string {
  return `${place.map((index) => `layers.${index}`).join(".")}.${name}`;
}

/** The tensors that the optimizer trains. */
export function parametersIn<Tensor extends StateTensor>(tensors: readonly Tensor[]): Tensor[] {
  return tensors.filter(({ trainable }) => trainable);
}

/** The tensors that the layers keep up themselves. */
export function buffersIn<Tensor extends StateTensor>(tensors: readonly Tensor[]): Tensor[] {
  return tensors.filter(({ trainable }) => !trainable);
}

/** Multiplications for each sample on the way forward. */
export function multiplicationsOf(layers: readonly Layer[], input: Shape): number {
  return layerShapes(layers, input).reduce(
    (sum, { layer, input: before, shortcut }) =>
      sum + (kindOf(layer).multiplications?.(layer, before, shortcut) ?? 0),
    0,
  );
}
