import type { z } from "../../messages/zod";
import type { ProductPrecision } from "../products";
import type { Call, Definition } from "../python";
import type { Shape } from "../shape";
import type { Penalty } from "./penalty";

/**
 * What a tensor of a layer is called elsewhere. Pure data, so that it reads both ways: weights go out and come in by it.
 */
export interface TensorName {
  /** Its name in the layer's state: `kernel`. */
  readonly lab: string;
  /** Its name in PyTorch's module: `weight`. */
  readonly pytorch: string;
  /** By the number of its axes: which of the lab's axes stands where in PyTorch. Left out: they stand as in the lab. */
  readonly axes?: Readonly<Record<number, readonly number[]>>;
  /** Its name in Keras' layer: `kernel`. Its axes stand as in the lab. */
  readonly keras: string;
  /**
   * The lab's axis along which the values of a row lie that come in. PyTorch flattens pictures channel by channel, the lab pixel
   * by pixel, so the two number these values differently after a flattened picture.
   */
  readonly along?: number | undefined;
}

/** [inputs, outputs] of a dense layer becomes [outputs, inputs]; [height, width, inputs, outputs] becomes [outputs, inputs, height, width]. */
export const kernelAxes = { 2: [1, 0], 4: [3, 2, 0, 1] } as const;

/** Where a layer stands in the network. */
export interface CodePlace {
  readonly input: Shape;
  readonly output: Shape;
  /** Of training's products of wide dense kernels; left out by networks that say nothing of their training. */
  readonly products?: ProductPrecision | undefined;
  /** Of a block: what its layers, and so its shortcut, are given. */
  readonly shortcut?: Shape | undefined;
  /** Of a block: its layers, each written already. */
  readonly body: readonly Part[];
}

export interface PyTorchPlace extends CodePlace {
  /** A flattened picture must have the lab's order, because what follows cannot have its weights sorted. */
  readonly ordered: boolean;
}

export interface KerasPlace extends CodePlace {
  /** Whether it says how it is trained: how kernels start, their penalties, their constraint. */
  readonly trains: boolean;
  /** The training's and the layer's own, on its kernel. */
  readonly penalty: Penalty;
  /** Of the weights into each unit; 0 if there is none. */
  readonly maxNorm: number;
}

/** One entry of `nn.Sequential` or `keras.Sequential`. */
export interface Part {
  readonly call: Call;
  /** Has the layer's tensors, by the names of its table. */
  readonly holds?: true;
  /** What the script must define for it. */
  readonly needs?: readonly Definition[];
  /** Of a block: the entries of its own, which the call has already. Its tensors are those of what the shortcut holds. */
  readonly within?: Block;
}

export interface Block {
  readonly body: readonly Part[];
  /** One after another; none where what the block was given is added as it is. */
  readonly shortcut: readonly Part[];
}

/** How a kind of layer is written in PyTorch and in Keras 3: the `code.ts` of its folder. */
export interface LayerCode<Layer> {
  /** Its tensors, in the order in which Keras' layer has its variables; none if left out. */
  readonly tensors?: readonly TensorName[];
  /** What `nn.Sequential` lists for it. Pictures are [rows, channels, height, width] there. */
  readonly pytorch: (layer: Layer, place: PyTorchPlace) => readonly Part[];
  /** What `keras.Sequential` lists for it. */
  readonly keras: (layer: Layer, place: KerasPlace) => readonly Part[];
}

/** Declares how a kind of layer is written; only its type is needed of the kind. */
export function layerCode<Schema extends z.ZodObject>(
  _kind: { readonly schema: Schema },
  code: LayerCode<z.output<Schema>>,
): LayerCode<z.output<Schema>> {
  return code;
}

/** A layer whose one module has no tensors, in either framework. */
export function plainPart(made: Call, ...needs: readonly Definition[]): readonly Part[] {
  return [{ call: made, ...(needs.length > 0 && { needs }) }];
}

/** The module with the layer's tensors. */
export function holder(made: Call, ...needs: readonly Definition[]): Part {
  return { call: made, holds: true, ...(needs.length > 0 && { needs }) };
}
