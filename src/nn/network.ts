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

/** The rates of the layers that drop units, first to last. */
export function ratesOf(layers: readonly Layer[]): number[] {
  return layers.filter((layer) => drops(layer)).map(({ rate }) => rate);
}

/** Whether a forgotten eval mode changes what the network gives. */
export function forgetsEval(layers: readonly Layer[]): boolean {
  return layers.some((layer) => kindOf(layer).forgetsEval?.(layer));
}

/** What of a network forgets eval. */
export interface Forgetful {
  /** A layer that draws random numbers. */
  readonly dropout: boolean;
  /** A layer over the batch. */
  readonly batchNorm: boolean;
}

export function forgetfulOf(layers: readonly Layer[]): Forgetful {
  const kinds = layers.filter((layer) => kindOf(layer).forgetsEval?.(layer)).map(kindOf);
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

/** Whether a layer takes the other rows of the batch into account in this mode. */
export function isOverBatch(layers: readonly Layer[], mode: NetworkMode): boolean {
  return layers.map(kindOf).some((kind) => kind.overBatch && modeOfLayer(kind, mode) !== "eval");
}

/** Whether a layer takes statistics of one value for each row of the batch, so that two rows are the fewest. */
export function needsTwoRows(layers: readonly Layer[], shapes: readonly LayerShape[]): boolean {
  return layers.some((layer, index) => {
    const { input } = shapes[index]!;
    return kindOf(layer).overBatch && sizeOf(input) === input.at(-1);
  });
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

/** The index of the last layer that says how many units it puts out, and so those of the network; -1 if there is none. */
export function outputLayerOf(layers: readonly (Typed | null)[]): number {
  // A layer that cannot be read may be the one meant.
  return layers.map((layer) => layer === null || isSized(layer)).lastIndexOf(true);
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
  const first = layers.map(kindOf).find(({ elementwise }) => !elementwise);
  return image && first && !first.flattens ? image : [features];
}

/** A layer between its inputs and its outputs. */
export interface LayerShape {
  readonly input: Shape;
  readonly output: Shape;
  readonly state: readonly StateTensor[];
  /** Trainable values. */
  readonly parameters: number;
}

/** The shapes of each layer, for inputs of this shape. */
export function layerShapes(layers: readonly Layer[], input: Shape): LayerShape[] {
  let values = input;
  return layers.map((layer) => {
    const kind = kindOf(layer);
    const before = values;
    const state = kind.state?.(layer, before) ?? [];
    values = kind.outputShape?.(layer, before) ?? before;
    const parameters = parametersIn(state).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    return { input: before, output: values, state, parameters };
  });
}

/** A tensor of a network's state. */
export interface NetworkTensor extends StateTensor {
  /** The layer's place in `layers`. */
  readonly layer: number;
  /** Its name in the network: `layers.0.kernel`. */
  readonly fullName: string;
}

/** The network's parameters and buffers, in the order of its layers, for inputs of this shape. */
export function stateOf(layers: readonly Layer[], input: Shape): NetworkTensor[] {
  return layerShapes(layers, input).flatMap(({ state }, layer) =>
    state.map((tensor) => ({ ...tensor, layer, fullName: `layers.${layer}.${tensor.name}` })),
  );
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
  const shapes = layerShapes(layers, input);
  return layers.reduce(
    (sum, layer, index) => sum + (kindOf(layer).multiplications?.(layer, shapes[index]!.input) ?? 0),
    0,
  );
}
