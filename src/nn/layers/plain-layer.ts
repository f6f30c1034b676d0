import type { z } from "../../messages/zod";
import type { ProductPrecision } from "../products";
import type { Tensor, Tensor2D, Tensorflow } from "../../tensor/tensorflow";
import type { Mode } from "../mode";
import type { Words } from "./layer-kind";

/** What a layer is given on the way forward. */
export interface PlainPass<Layer> {
  readonly tf: Tensorflow;
  readonly layer: Layer;
  /** [rows, ...shape] */
  readonly inputs: Tensor;
  /** What the layers of a block were given, [rows, ...shape]; `inputs` are what they put out. Only for a block. */
  readonly shortcut?: Tensor | undefined;
  readonly mode: Mode;
  /** Of the products of wide dense kernels; float32 if left out. */
  readonly products?: ProductPrecision;
  /** Its tensors by name. */
  readonly state: Readonly<Record<string, Tensor>>;
  /** Its own stream of this pass, for a layer that draws; drawn for each row, it goes on from batch to batch of an evaluation. */
  readonly random: () => Words;
}

/** A layer's outputs, and the chain rule through it, given dE/d(its outputs). */
export interface PlainStep {
  /** [rows, ...shape] */
  readonly outputs: Tensor;
  /** dE/d(its inputs) */
  readonly toInputs: (gradient: Tensor) => Tensor;
  /** dE/d(its shortcut); only for a block. */
  readonly toShortcut?: (gradient: Tensor) => Tensor;
  /** dE/d(each of its parameters), by name; only for a layer that has some. */
  readonly toParameters?: (gradient: Tensor) => Readonly<Record<string, Tensor>>;
  /** Its buffers after a batch of training, by name; other modes leave them as they are. */
  readonly buffers?: Readonly<Record<string, Tensor>>;
}

/** A kind of layer in tfjs ops: the `plain.ts` of its folder. Null passes the inputs on as they are. */
export type PlainLayer<Layer> = (pass: PlainPass<Layer>) => PlainStep | null;

/** Declares the ops of a kind; the compiler knows its settings from the kind's schema. */
export function plainLayer<Schema extends z.ZodObject>(
  _kind: { readonly schema: Schema },
  forward: PlainLayer<z.output<Schema>>,
): PlainLayer<z.output<Schema>> {
  return forward;
}

/** An activation f, elementwise. */
interface PlainActivation<Layer> {
  /** f(x) */
  output(tf: Tensorflow, x: Tensor, layer: Layer): Tensor;
  /** `gradient` · f'(x), where y = f(x) and `gradient` = dE/dy. At a kink it is the left derivative. */
  pullBack(tf: Tensorflow, gradient: Tensor, values: { x: Tensor; y: Tensor }, layer: Layer): Tensor;
}

export function plainActivation<Schema extends z.ZodObject>(
  _kind: { readonly schema: Schema },
  { output, pullBack }: PlainActivation<z.output<Schema>>,
): PlainLayer<z.output<Schema>> {
  return ({ tf, layer, inputs: x }) => {
    const y = output(tf, x, layer);
    return { outputs: y, toInputs: (gradient) => pullBack(tf, gradient, { x, y }, layer) };
  };
}

/** [rows, values]: the same numbers, each sample's in one row. */
export function flat(tf: Tensorflow, x: Tensor): Tensor2D {
  return x.rank === 2 ? (x as Tensor2D) : tf.reshape(x, [x.shape[0]!, -1]);
}
