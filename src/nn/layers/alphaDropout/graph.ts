import { binary, float, reshape } from "../../../tensor/ops";
import { sizeOf } from "../../shape";
import { dropoutOdds } from "../dropout/mask";
import { graphLayer } from "../graph-layer";
import { keptUnits } from "../graph-kept";
import { alphaDropout } from "./layer";
import { alphaFactors } from "./mask";

/** Formulas: plain.ts. */
export const alphaDropoutGraph = graphLayer(alphaDropout, {
  chain: ({ rate }) => (rate === 0 ? null : undefined),
  spec: ({ rate }) => ({ off: rate === 0 }),
  arguments: {
    firstKept: { type: "uint16", of: ({ rate }) => dropoutOdds(rate).firstKept },
    scale: { type: "float32", of: ({ rate }) => alphaFactors(rate).scale },
    shift: { type: "float32", of: ({ rate }) => alphaFactors(rate).shift },
    dropped: { type: "float32", of: ({ rate }) => alphaFactors(rate).dropped },
  },
  forward({ graph, layer: { rate }, inputs, shape, mode, random }) {
    if (rate === 0 || mode === "eval") return null;
    const own = random();
    const ofRow = keptUnits(graph, own, own.words, sizeOf(shape));
    const kept = shape.length === 1 ? ofRow : reshape(graph, ofRow, [-1, ...shape]);
    const factored = binary(graph, "Mul", inputs, own.argument("scale"));
    const scaled = binary(graph, "AddV2", factored, own.argument("shift"));
    const isDropped = binary(graph, "Sub", float(graph, 1), kept);
    const set = binary(graph, "Mul", isDropped, own.argument("dropped"));
    return {
      outputs: binary(graph, "AddV2", binary(graph, "Mul", scaled, kept), set),
      toInputs: (gradient) =>
        binary(graph, "Mul", gradient, binary(graph, "Mul", kept, own.argument("scale"))),
    };
  },
});
