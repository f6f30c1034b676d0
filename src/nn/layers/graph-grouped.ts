import { binary, reshape } from "../../tensor/ops";
import type { Shape } from "../shape";
import { dropoutOdds } from "./dropout/mask";
import { keptUnits } from "./graph-kept";
import { type GraphLayer, multiplied } from "./graph-layer";
import { groupedShape } from "./grouped-mask";

/** Drops groups of units by the masks of grouped-mask.ts. @param groupsOf how many groups there are in a sample */
export function graphGrouped(groupsOf: (shape: Shape) => number): GraphLayer<{ readonly rate: number }> {
  return {
    chain: ({ rate }) => (rate === 0 ? null : undefined),
    spec: ({ rate }) => ({ off: rate === 0 }),
    arguments: {
      firstKept: { type: "uint16", of: ({ rate }) => dropoutOdds(rate).firstKept },
      kept: { type: "float32", of: ({ rate }) => dropoutOdds(rate).kept },
    },
    forward({ graph, layer: { rate }, inputs, shape, mode, random }) {
      if (rate === 0 || mode === "eval") return null;
      const own = random();
      const groups = groupsOf(shape);
      const ofGroups = binary(graph, "Mul", keptUnits(graph, own, own.words, groups), own.argument("kept"));
      const isRow = shape.length === 1;
      return multiplied(
        graph,
        inputs,
        isRow ? ofGroups : reshape(graph, ofGroups, [-1, ...groupedShape(shape, groups)]),
      );
    },
  };
}
