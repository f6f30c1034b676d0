import type { Graph, Output } from "../../../tensor/graph";
import { binary, bitcast, cast, compare, float, integers, reshape, slice } from "../../../tensor/ops";
import { sizeOf } from "../../shape";
import { graphLayer, type GraphStep } from "../graph-layer";
import { dropout } from "./layer";
import { dropoutOdds, wordsOfRow } from "./mask";

/** The masks of mask.ts, drawn inside the graph: TensorFlow takes the lower half of a word first on every machine. */
export const dropoutGraph = graphLayer(dropout, {
  // Only the factor of an inference is a part of the graph; that of training is an argument.
  spec: ({ rate, scaling }) => ({ off: rate === 0, inference: dropoutOdds(rate, scaling).inference }),
  arguments: {
    firstKept: { type: "uint16", of: ({ rate }) => dropoutOdds(rate).firstKept },
    kept: { type: "float32", of: ({ rate, scaling }) => dropoutOdds(rate, scaling).kept },
  },
  forward({ graph, layer: { rate, scaling }, inputs, shape, mode, random }) {
    if (rate === 0) return null;
    if (mode === "eval") {
      const { inference } = dropoutOdds(rate, scaling);
      return inference === 1 ? null : multiplied(graph, inputs, float(graph, inference));
    }
    const units = sizeOf(shape);
    const words = wordsOfRow(units);
    const { words: draw, argument } = random();
    const halves = reshape(graph, bitcast(graph, draw(words), "uint16"), [-1, 2 * words]);
    const isOdd = units < 2 * words;
    const bits = isOdd ? slice(graph, halves, integers(graph, [0, 0]), integers(graph, [-1, units])) : halves;
    const isKept = compare(graph, "GreaterEqual", bits, argument("firstKept"));
    const ofRow = binary(graph, "Mul", cast(graph, isKept, "float32"), argument("kept"));
    const mask = shape.length === 1 ? ofRow : reshape(graph, ofRow, [-1, ...shape]);
    return multiplied(graph, inputs, mask);
  },
});

function multiplied(graph: Graph, inputs: Output, mask: Output): GraphStep {
  return {
    outputs: binary(graph, "Mul", inputs, mask),
    toInputs: (gradient) => binary(graph, "Mul", gradient, mask),
  };
}
