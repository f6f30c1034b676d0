import { type Design, dropoutLayers } from "./design";
import type { Graph, Output } from "./graph";
import type { LoopState } from "./loop";
import type { DropoutMasks } from "./network";
import { binary, bitcast, cast, compare, integer, unpack } from "./ops";

/** What dropout needs from outside; it is handed to the graph, so that one graph serves every seed and rate. */
export interface DropoutInputs {
  /** int32 [dropout layers, 1, 2]: the two words of each layer's key (../random.ts). */
  readonly keys: Output;
  /** float32 [dropout layers] */
  readonly rates: Output;
  /** 1 / (1 - rate): float32 [dropout layers]. */
  readonly kept: Output;
}

/** What a loop carries for its dropout layers to draw their masks. */
export function dropoutState(
  { layers }: Pick<Design, "layers">,
  graph: Graph,
  { keys, rates, kept }: DropoutInputs,
): LoopState {
  const count = dropoutLayers(layers).length;
  const entriesOf = (name: string, x: Output) =>
    unpack(graph, x, count).map((each, ordinal) => [name + ordinal, each] as const);
  return Object.fromEntries([
    ...entriesOf("key", bitcast(graph, keys, "uint64")),
    ...entriesOf("rate", rates),
    ...entriesOf("kept", kept),
  ]);
}

/** TensorFlow's number for Philox4x32-10. */
const philox = 1;

/**
 * The masks of ../dropout.ts, drawn inside the graph: with key and counter laid out as ../random.ts says, the numbers
 * are the very same.
 * @param counterOf uint64 [2] for a layer of so many units
 * @param shapeOf int32 [2]: rows and units
 */
export function dropoutMasks(
  { layers }: Pick<Design, "layers">,
  graph: Graph,
  state: LoopState,
  counterOf: (units: number) => Output,
  shapeOf: (units: number) => Output,
): DropoutMasks {
  const dropouts = dropoutLayers(layers);
  return (ordinal, units) => {
    if (dropouts[ordinal]!.rate === 0) return null;
    const uniform = graph.addOne("StatelessRandomUniformV2", {
      inputs: [shapeOf(units), state[`key${ordinal}`]!, counterOf(units), integer(graph, philox)],
      attributes: { dtype: { type: "float32" }, Tshape: { type: "int32" } },
      outputs: { output: "float32" },
    });
    const isKept = compare(graph, "GreaterEqual", uniform, state[`rate${ordinal}`]!);
    return binary(graph, "Mul", cast(graph, isKept, "float32"), state[`kept${ordinal}`]!);
  };
}
