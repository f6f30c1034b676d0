import type { z } from "../../messages/zod";
import type { OnnxGraph } from "../../onnx/graph";
import type { Shape } from "../shape";

/**
 * What a layer is given, [rows, ...shape]. ONNX has the channels of pictures before their pixels, the lab after them; each layer says
 * which it needs, so that pictures are turned only where it changes.
 */
export interface OnnxValue {
  /** The tensor's. */
  readonly name: string;
  /** Whether it is a picture with its channels first: [rows, channels, height, width]. */
  readonly channelsFirst?: true;
}

export interface OnnxPass<Layer> {
  readonly graph: OnnxGraph;
  readonly layer: Layer;
  readonly inputs: OnnxValue;
  /** Of the inputs without the rows, channels last. */
  readonly shape: Shape;
  /** What the layers of a block were given; `inputs` are what they put out. Only for a block. */
  readonly shortcut?: { readonly inputs: OnnxValue; readonly shape: Shape } | undefined;
  /** Whether layers that draw random numbers do what they do in training. */
  readonly draws: boolean;
  /**
   * Puts a tensor of its state into the model, and returns its name there. @param axes for each of its axes there which one of the lab's
   * it is; left out, they stand as in the lab
   */
  readonly weight: (name: string, axes?: readonly number[]) => string;
}

/** A kind of layer in ONNX's operators: the `onnx.ts` of its folder. It may pass its inputs on as they are. */
export type OnnxLayer<Layer> = (pass: OnnxPass<Layer>) => OnnxValue;

/** Declares the nodes of a kind; the compiler knows its settings from the kind's schema. */
export function onnxLayer<Schema extends z.ZodObject>(
  _kind: { readonly schema: Schema },
  layer: OnnxLayer<z.output<Schema>>,
): OnnxLayer<z.output<Schema>> {
  return layer;
}

/** An activation takes each value by itself, wherever it stands. */
export function onnxActivation<Schema extends z.ZodObject>(
  _kind: { readonly schema: Schema },
  output: (graph: OnnxGraph, x: string, layer: z.output<Schema>) => string,
): OnnxLayer<z.output<Schema>> {
  return ({ graph, layer, inputs }) => ({ ...inputs, name: output(graph, inputs.name, layer) });
}

const isPicture = ({ length }: Shape) => length === 3;

export function channelsFirst(graph: OnnxGraph, value: OnnxValue): OnnxValue {
  if (value.channelsFirst) return value;
  return {
    name: graph.add("Transpose", [value.name], { perm: { integers: [0, 3, 1, 2] } }),
    channelsFirst: true,
  };
}

export function channelsLast(graph: OnnxGraph, value: OnnxValue): OnnxValue {
  if (!value.channelsFirst) return value;
  return { name: graph.add("Transpose", [value.name], { perm: { integers: [0, 2, 3, 1] } }) };
}

/** Each sample's values as one row, channels last. */
export function asRow(graph: OnnxGraph, value: OnnxValue, shape: Shape): OnnxValue {
  if (!isPicture(shape)) return value;
  return { name: graph.add("Flatten", [channelsLast(graph, value).name], { axis: { integer: 1 } }) };
}

/** Rows as pictures of this shape; rows if it is none. */
export function asShape(graph: OnnxGraph, row: OnnxValue, shape: Shape): OnnxValue {
  if (!isPicture(shape)) return row;
  return { name: graph.add("Reshape", [row.name, graph.integers([-1, ...shape])]) };
}
