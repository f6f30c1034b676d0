import { binary, bitcast, cast, compare, integers, reshape, slice } from "../../../tensor/ops";
import { dropoutOdds } from "../dropout/mask";
import { graphLayer } from "../graph-layer";
import { stochasticDepth } from "./layer";

/** One unit of dropout/mask.ts for each row: the lower half of a word of its own. */
export const stochasticDepthGraph = graphLayer(stochasticDepth, {
  spec: ({ rate }) => ({ off: rate === 0 }),
  arguments: {
    firstKept: { type: "uint16", of: ({ rate }) => dropoutOdds(rate).firstKept },
    kept: { type: "float32", of: ({ rate }) => dropoutOdds(rate).kept },
  },
  forward({ graph, layer: { rate }, inputs, shape, mode, random }) {
    if (rate === 0 || mode === "eval") return null;
    const { words, argument } = random();
    const halves = reshape(graph, bitcast(graph, words(1), "uint16"), [-1, 2]);
    const bits = slice(graph, halves, integers(graph, [0, 0]), integers(graph, [-1, 1]));
    const isKept = cast(graph, compare(graph, "GreaterEqual", bits, argument("firstKept")), "float32");
    const ofRows = binary(graph, "Mul", isKept, argument("kept"));
    const mask = shape.length === 1 ? ofRows : reshape(graph, ofRows, [-1, ...shape.map(() => 1)]);
    return {
      outputs: binary(graph, "Mul", inputs, mask),
      toInputs: (gradient) => binary(graph, "Mul", gradient, mask),
    };
  },
});
