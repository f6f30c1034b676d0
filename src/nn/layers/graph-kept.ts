import type { Graph, Output } from "../../tensor/graph";
import { bitcast, cast, compare, integers, reshape, slice } from "../../tensor/ops";
import { wordsOfRow } from "./dropout/mask";
import type { GraphRandom } from "./graph-layer";

/**
 * Which units are kept, as 1 and 0, float32 [rows, units]: those of dropout/mask.ts, drawn inside the graph. TensorFlow takes the lower
 * half of a word first on every machine.
 * @param draw the words of each row, or those of one row for all
 */
export function keptUnits(
  graph: Graph,
  { argument }: GraphRandom,
  draw: (words: number) => Output,
  units: number,
): Output {
  const words = wordsOfRow(units);
  const halves = reshape(graph, bitcast(graph, draw(words), "uint16"), [-1, 2 * words]);
  const isOdd = units < 2 * words;
  const bits = isOdd ? slice(graph, halves, integers(graph, [0, 0]), integers(graph, [-1, units])) : halves;
  return cast(graph, compare(graph, "GreaterEqual", bits, argument("firstKept")), "float32");
}
