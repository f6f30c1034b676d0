import type { z } from "../../messages/zod";
import type { ProblemCode } from "../../messages/problems.en";
import type { RandomStream } from "../../random/random";
import type { Shape } from "../shape";
import type { Penalty } from "./penalty";

/** A named tensor of a layer: a parameter, which the optimizer trains, or a buffer, which the layer keeps up itself. */
export interface StateTensor {
  /** Its name in weights files, after the layer's: `kernel` in `layers.0.kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
  /** Whether the training's L2 penalty counts its squares, and the layer's own penalties on it. */
  readonly penalised?: Penalty;
}

/** A problem or warning of a layer that only its inputs show. */
export interface LayerNote {
  /** The field to which it belongs; left out, the whole layer. */
  readonly field?: string;
  readonly code: ProblemCode;
  readonly parameters?: Record<string, string | number>;
}

/** Whether each row takes random words of its own, or all rows of a pass (a minibatch, an evaluation) share the stream's first. */
export type Draws = "rows" | "pass";

/** Where random words come from. */
export type Words = Pick<RandomStream, "fillUint32">;

/** What a layer that drops does to units in training: a kept unit x becomes multiplier · x + shift. */
export interface UnitMask {
  /** [rows, units], row-major: 0 for a dropped unit. */
  readonly multipliers: Float32Array;
  /** 0 if left out. */
  readonly shift?: number;
  /** What a dropped unit puts out; 0 if left out. */
  readonly droppedTo?: number;
}

/**
 * What a kind of layer is, without any TensorFlow: the pure file of its folder. `plain.ts`, `graph.ts` and `page.ts` beside
 * it hold its ops on both engines and how the window shows it. A block of layers is computed after them: its `input` is what
 * they put out, and `shortcut` what they were given.
 */
export interface LayerKind<Schema extends z.ZodObject = z.ZodObject, Layer = z.output<Schema>> {
  /** The layer in the document, with its defaults. */
  readonly schema: Schema;
  /** The shape that it puts out; its inputs' own if left out. */
  readonly outputShape?: (layer: Layer, input: Shape) => Shape;
  /** Parameters and buffers, in the order in which they stand in vectors and files; none if left out. */
  readonly state?: (layer: Layer, input: Shape, shortcut?: Shape) => readonly StateTensor[];
  /**
   * The function that gives the next initial value, of each tensor of `state`, row-major. The stream that `random` opens is
   * numbered among those of the layers that open one: a layer that draws nothing changes no other layer's numbers.
   */
  readonly initialValues?: (
    layer: Layer,
    input: Shape,
    random: () => RandomStream,
    shortcut?: Shape,
  ) => Readonly<Record<string, () => number>>;
  /** Multiplications for each sample on the way forward, where they count; 0 if left out. */
  readonly multiplications?: (layer: Layer, input: Shape, shortcut?: Shape) => number;

  /** Opens a stream of random words where it is as in training. Its ordinal among the layers that draw is a part of the address. */
  readonly draws?: Draws;
  /** Drops all values of a sample together: only what goes round it is left, so it belongs at the end of a block. */
  readonly dropsSamples?: true;
  /** Drops at random in training, at the layer's `rate`, which variants replace; not in evaluation. It draws. */
  readonly drops?: Layer extends { rate: number } ? true : never;
  /** What training does to its units, for a layer that drops and draws for each row: the same as its engines do. */
  readonly mask?: (layer: Layer, input: Shape, rows: number, random: Words) => UnitMask;
  /** How many units of these inputs, or maps, are dropped each by itself; left out if none is lost to the next layer. */
  readonly droppable?: (input: Shape) => number;
  /** The multipliers of its kernel in training, for a layer that drops weights: 0 for a dropped one. */
  readonly weightMask?: (layer: Layer, input: Shape, random: Words) => Float32Array;
  /** Whether it gives something else in training than in evaluation, so that a forgotten eval mode shows; never if left out. */
  readonly forgetsEval?: (layer: Layer) => boolean;
  /** Takes the other rows of the batch into account: its statistics in training and with eval forgotten. */
  readonly overBatch?: true;
  /** The field that says how many units it puts out. A variant's width multiplies it, but not that of the network's last one. */
  readonly widthField?: keyof Layer & string;
  /** Takes each value by itself, so that inputs of any shape keep theirs. */
  readonly elementwise?: true;
  /** Takes inputs of any shape as one row of values. */
  readonly flattens?: true;
  /** An elementwise function without state. */
  readonly activation?: true;
  /** Not a linear function: two linear layers without such a layer between them could as well be one. */
  readonly nonlinear?: true;
  /** Keeps mean 0 and variance 1 from layer to layer, which ordinary dropout breaks. */
  readonly selfNormalising?: true;
  /** Drops so that units after such an activation keep mean 0 and variance 1. */
  readonly keepsNormal?: true;

  /** What makes the layer impossible for these inputs. */
  readonly faults?: (layer: Layer, input: Shape, shortcut?: Shape) => readonly LayerNote[];
  /** What makes it unwise. */
  readonly warnings?: (layer: Layer, input: Shape) => readonly LayerNote[];
}

/** Declares a kind of layer; the compiler then knows its settings from the schema. */
export function layerKind<Schema extends z.ZodObject>(kind: LayerKind<Schema>): LayerKind<Schema> {
  return kind;
}

/** Declares an activation: an elementwise function without state. */
export function activationKind<Schema extends z.ZodObject>(
  schema: Schema,
  more: Partial<LayerKind<Schema>> = {},
): LayerKind<Schema> {
  return { schema, elementwise: true, activation: true, nonlinear: true, ...more };
}
