import { binary, bitcast, cast, compare, integers, reshape, slice } from "../../../tensor/ops";
import { sizeOf } from "../../shape";
import { graphLayer } from "../graph-layer";
import { dropout } from "./layer";
import { dropoutOdds, wordsOfRow } from "./mask";

/** The masks of mask.ts, drawn inside the graph: TensorFlow takes the lower half of a word first on every machine. */
export const dropoutGraph = graphLayer(dropout, {
  spec: ({ rate }) => ({ off: rate === 0 }),
  arguments: {
    firstKept: { type: "uint16", of: ({ rate }) => dropoutOdds(rate).firstKept },
    kept: { type: "float32", of: ({ rate }) => dropoutOdds(rate).kept },
  },
  forward({ graph, layer: { rate }, inputs, shape, mode, random }) {
    if (mode === "eval" || rate === 0) return null;
    const units = sizeOf(shape);
    const words = wordsOfRow(units);
    const { words: draw, argument } = random();
    const halves = reshape(graph, bitcast(graph, draw(words), "uint16"), [-1, 2 * words]);
    const isOdd = units < 2 * words;
    const bits = isOdd ? slice(graph, halves, integers(graph, [0, 0]), integers(graph, [-1, units])) : halves;
    const isKept = compare(graph, "GreaterEqual", bits, argument("firstKept"));
    const ofRow = binary(graph, "Mul", cast(graph, isKept, "float32"), argument("kept"));
    const mask = shape.length === 1 ? ofRow : reshape(graph, ofRow, [-1, ...shape]);
    return {
      outputs: binary(graph, "Mul", inputs, mask),
      toInputs: (gradient) => binary(graph, "Mul", gradient, mask),
    };
  },
});
