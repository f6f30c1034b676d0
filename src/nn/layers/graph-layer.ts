import type { z } from "../../messages/zod";
import type { ProductPrecision } from "../products";
import type { DataType, Graph, Output } from "../../tensor/graph";
import { binary } from "../../tensor/ops";
import type { WordStream } from "../../tensor/own-ops";
import type { Mode } from "../mode";
import type { Shape } from "../shape";

/** Where a layer that draws has its random numbers from: the plain engine's own, drawn inside the graph. */
export interface GraphRandom {
  /** The next random words, uint32 [rows, count]. */
  words(count: number): Output;
  /** Where the words of rows of `count` words begin, for an op that draws them itself; absent where they begin within a block of Philox. */
  stream?(count: number): WordStream;
  /** For a layer that draws for a whole pass: the words that all rows share, uint32 [1, count]. */
  sharedWords(count: number): Output;
  /** One of the layer's arguments. */
  argument(name: string): Output;
}

/** What a layer is given on the way forward. */
export interface GraphPass<Layer> {
  readonly graph: Graph;
  readonly layer: Layer;
  /** [rows, ...shape] */
  readonly inputs: Output;
  readonly shape: Shape;
  /** What the layers of a block were given; `inputs` are what they put out. Only for a block. */
  readonly shortcut?: { readonly inputs: Output; readonly shape: Shape } | undefined;
  readonly mode: Mode;
  /** Of the products of wide dense kernels; float32 if left out. */
  readonly products?: ProductPrecision;
  /** Reads a tensor of its state by its name. */
  readonly read: (name: string) => Output;
  /** Only for a layer that draws, and not in mode `eval`. */
  readonly random: () => GraphRandom;
}

/** A layer's outputs, and the chain rule through it, given dE/d(its outputs). */
export interface GraphStep {
  readonly outputs: Output;
  /** dE/d(its inputs) */
  readonly toInputs: (gradient: Output) => Output;
  /** dE/d(its shortcut); only for a block. */
  readonly toShortcut?: (gradient: Output) => Output;
  /** dE/d(each of its parameters), by name; only for a layer that has some. */
  readonly toParameters?: (gradient: Output) => Readonly<Record<string, Output>>;
  /** Its buffers after a batch of training, by name; other modes leave them as they are. */
  readonly buffers?: Readonly<Record<string, Output>>;
  /** The parameters that `toInputs`, or of a block `toShortcut`, reads: an update waits for that, because else TensorFlow would copy them. */
  readonly readBack?: readonly string[];
}

/** What a layer is in a chain that one of the lab's own operations trains (native/chain.h). */
export type ChainLink =
  | { readonly link: "dense" }
  /** x, or slope · x where x is not above 0 */
  | { readonly link: "leak"; readonly slope: number }
  /** Dropout whose arguments are `firstKept` and `kept`; inference multiplies every unit by its factor. */
  | { readonly link: "dropout"; readonly inference: number };

/** A kind of layer in TensorFlow's ops: the `graph.ts` of its folder. */
export interface GraphLayer<Layer> {
  /** Null passes the inputs on as they are. */
  forward(pass: GraphPass<Layer>): GraphStep | null;
  /** The same in a chain: null if it passes its inputs on as they are, undefined if no chain can hold it. */
  readonly chain?: (layer: Layer) => ChainLink | null | undefined;
  /** The settings on which the graph depends; all if left out. Runs whose graphs are equal share one. */
  readonly spec?: (layer: Layer) => unknown;
  /** Numbers that go to the graph with each call, so that it does not depend on them. */
  readonly arguments?: Readonly<Record<string, GraphArgument<Layer>>>;
}

interface GraphArgument<Layer> {
  readonly type: DataType;
  of(layer: Layer): number;
}

/** Declares the nodes of a kind; the compiler knows its settings from the kind's schema. */
export function graphLayer<Schema extends z.ZodObject>(
  _kind: { readonly schema: Schema },
  layer: GraphLayer<z.output<Schema>>,
): GraphLayer<z.output<Schema>> {
  return layer;
}

/** y = x · mask, and dE/dx = dE/dy · mask. */
export function multiplied(graph: Graph, inputs: Output, mask: Output): GraphStep {
  return {
    outputs: binary(graph, "Mul", inputs, mask),
    toInputs: (gradient) => binary(graph, "Mul", gradient, mask),
  };
}

/** An activation f as an op, and its derivative as the op that TensorFlow has for it. Formulas: `plain.ts` beside it. */
interface GraphActivation<Layer> extends Pick<GraphLayer<Layer>, "chain"> {
  /** f(x) */
  output(graph: Graph, x: Output, layer: Layer): Output;
  /** `gradient` · f'(x), where y = f(x) and `gradient` = dE/dy. */
  pullBack(graph: Graph, gradient: Output, values: { x: Output; y: Output }, layer: Layer): Output;
}

export function graphActivation<Schema extends z.ZodObject>(
  _kind: { readonly schema: Schema },
  { output, pullBack, chain }: GraphActivation<z.output<Schema>>,
): GraphLayer<z.output<Schema>> {
  return {
    ...(chain && { chain }),
    forward({ graph, layer, inputs: x }) {
      const y = output(graph, x, layer);
      return { outputs: y, toInputs: (gradient) => pullBack(graph, gradient, { x, y }, layer) };
    },
  };
}
