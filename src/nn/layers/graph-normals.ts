import type { Graph, Output } from "../../tensor/graph";
import { binary, cast, concat, float, integers, reshape, slice, unary } from "../../tensor/ops";
import { sizeOf, type Shape } from "../shape";
import type { GraphRandom } from "./graph-layer";
import { anglePerWord, wordsOfNormals } from "./normals";

/** The standard normals [rows, ...shape] of normals.ts, drawn inside the graph. */
export function normals(graph: Graph, random: GraphRandom, shape: Shape): Output {
  const units = sizeOf(shape);
  const words = wordsOfNormals(units);
  const half = words / 2;
  const drawn = random.words(words);
  const part = (from: number) =>
    cast(graph, slice(graph, drawn, integers(graph, [0, from]), integers(graph, [-1, half])), "float32");
  const times = (x: Output, factor: number) => binary(graph, "Mul", x, float(graph, factor));
  const uniform = times(binary(graph, "AddV2", part(0), float(graph, 1)), 2 ** -32);
  const radius = unary(graph, "Sqrt", times(unary(graph, "Log", uniform), -2));
  const angle = times(part(half), anglePerWord);
  const halves = [unary(graph, "Cos", angle), unary(graph, "Sin", angle)];
  const both = concat(
    graph,
    halves.map((each) => binary(graph, "Mul", radius, each)),
    1,
  );
  const ofRow =
    units < words ? slice(graph, both, integers(graph, [0, 0]), integers(graph, [-1, units])) : both;
  return shape.length === 1 ? ofRow : reshape(graph, ofRow, [-1, ...shape]);
}
