import { wordsOfRow } from "../dropout";
import { type Design, dropoutLayers } from "./design";
import type { Graph, Output } from "../../tensor/graph";
import type { LoopState } from "./loop";
import type { DropoutMasks } from "./network";
import { binary, bitcast, cast, compare, integer, integers, reshape, slice, unpack } from "../../tensor/ops";

/** Dropout's inputs; the graph gets them with each call, so that one graph serves every seed and rate. */
export interface DropoutInputs {
  /** int32 [dropout layers, 1, 2]: the two words of each layer's key (../random.ts). */
  readonly keys: Output;
  /** The odds of each layer (../dropout.ts): int32 [dropout layers]. */
  readonly firstKept: Output;
  /** float32 [dropout layers] */
  readonly kept: Output;
}

/** Carried through a loop, so that its dropout layers can draw their masks. */
export function dropoutState(
  { layers }: Pick<Design, "layers">,
  graph: Graph,
  { keys, firstKept, kept }: DropoutInputs,
): LoopState {
  const count = dropoutLayers(layers).length;
  const entriesOf = (name: string, x: Output) =>
    unpack(graph, x, count).map((each, ordinal) => [name + ordinal, each] as const);
  return Object.fromEntries([
    ...entriesOf("key", bitcast(graph, keys, "uint64")),
    ...entriesOf("firstKept", cast(graph, firstKept, "uint16")),
    ...entriesOf("kept", kept),
  ]);
}

/** TensorFlow's number for Philox4x32-10. */
const philox = 1;

/**
 * The masks of ../dropout.ts, drawn inside the graph: key and counter are laid out as in ../random.ts, so the words
 * are the same, and TensorFlow takes the lower half of a word first on every machine.
 * @param counterOf uint64 [2] for rows of this many words
 * @param shapeOf int32 [2]: rows and words
 */
export function dropoutMasks(
  { layers }: Pick<Design, "layers">,
  graph: Graph,
  state: LoopState,
  counterOf: (words: number) => Output,
  shapeOf: (words: number) => Output,
): DropoutMasks {
  const dropouts = dropoutLayers(layers);
  return (ordinal, units) => {
    if (dropouts[ordinal]!.rate === 0) return null;
    const words = wordsOfRow(units);
    const drawn = graph.addOne("StatelessRandomUniformFullIntV2", {
      inputs: [shapeOf(words), state[`key${ordinal}`]!, counterOf(words), integer(graph, philox)],
      attributes: { dtype: { type: "uint32" }, Tshape: { type: "int32" } },
      outputs: { output: "uint32" },
    });
    const halves = reshape(graph, bitcast(graph, drawn, "uint16"), [-1, 2 * words]);
    const isOdd = units < 2 * words;
    const bits = isOdd ? slice(graph, halves, integers(graph, [0, 0]), integers(graph, [-1, units])) : halves;
    const isKept = compare(graph, "GreaterEqual", bits, state[`firstKept${ordinal}`]!);
    return binary(graph, "Mul", cast(graph, isKept, "float32"), state[`kept${ordinal}`]!);
  };
}
