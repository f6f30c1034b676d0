import type { Graph, Output } from "../../tensor/graph";
import { binary, cast, float, floats, gather, integer, integers, reshape, unpack } from "../../tensor/ops";
import { bordered } from "../../tensor/pictures";
import type { GraphRandom } from "../layers/graph-layer";
import { normals } from "../layers/graph-normals";
import { type Augmentation, type augmentationStreams, borderOf, choicesOf, moves } from "./settings";

/** `augmented` of plain.ts as nodes. @param shape of a row of the inputs */
export function augmented(
  graph: Graph,
  augmentation: Augmentation,
  inputs: Output,
  rows: number,
  shape: readonly number[],
  random: (stream: keyof typeof augmentationStreams) => GraphRandom,
): Output {
  const { noise } = augmentation;
  const moved = moves(augmentation)
    ? reshape(graph, cutOut(graph, augmentation, inputs, rows, random("moves")), [rows, ...shape])
    : inputs;
  if (noise === 0) return moved;
  const added = binary(graph, "Mul", normals(graph, random("noise"), shape), float(graph, noise));
  return binary(graph, "AddV2", moved, added);
}

function cutOut(
  graph: Graph,
  augmentation: Augmentation,
  inputs: Output,
  rows: number,
  random: GraphRandom,
): Output {
  const { image, shift } = augmentation;
  const { size, across, upright, mirrored } = borderOf(augmentation);
  const choices = choicesOf(augmentation);
  const [down, right, mirror] = chosen(graph, random.words(choices.length), choices);
  const times = (x: Output, factor: Output) => binary(graph, "Mul", x, factor);
  const add = (x: Output, y: Output) => binary(graph, "AddV2", x, y);
  const firsts = integers(
    graph,
    Array.from({ length: rows }, (_, row) => row * size),
  );
  const begin = add(add(firsts, times(down!, integer(graph, across))), right!);
  const ofRow = (x: Output) => reshape(graph, x, [rows, 1]);
  const change = integers(
    graph,
    mirrored.map((place, pixel) => place - upright[pixel]!),
  );
  const places = add(add(ofRow(begin), integers(graph, upright)), times(ofRow(mirror!), change));
  const pictures = bordered(graph, reshape(graph, inputs, [rows, ...image]), shift);
  return gather(graph, reshape(graph, pictures, [rows * size, image[2]]), reshape(graph, places, [-1]));
}

/** The choices of all pictures, int32 [rows] each, by their words [rows, choices]. */
function chosen(graph: Graph, words: Output, counts: readonly number[]): Output[] {
  const wide = (x: Output) => cast(graph, x, "float64");
  const product = binary(graph, "Mul", wide(words), wide(floats(graph, counts)));
  const shares = binary(graph, "Mul", product, wide(float(graph, 2 ** -32)));
  return unpack(graph, cast(graph, shares, "int32"), counts.length, 1);
}
