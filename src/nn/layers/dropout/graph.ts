import { binary, float, reshape } from "../../../tensor/ops";
import { dropped, masked } from "../../../tensor/own-ops";
import { sizeOf } from "../../shape";
import { graphLayer, multiplied } from "../graph-layer";
import { keptUnits } from "../graph-kept";
import { dropout } from "./layer";
import { dropoutOdds, wordsOfRow } from "./mask";

/** The masks of mask.ts, drawn inside the graph. */
export const dropoutGraph = graphLayer(dropout, {
  chain: ({ rate, scaling }) =>
    rate === 0 ? null : { link: "dropout", inference: dropoutOdds(rate, scaling).inference },
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
    const own = random();
    const stream = graph.kernels.own && own.stream?.(wordsOfRow(sizeOf(shape)));
    if (stream) {
      const kept = own.argument("kept");
      const [outputs, isKept] = dropped(graph, inputs, stream, {
        firstKept: own.argument("firstKept"),
        kept,
      });
      return { outputs, toInputs: (gradient) => masked(graph, gradient, isKept, kept) };
    }
    const isKept = keptUnits(graph, own, own.words, sizeOf(shape));
    const ofRow = binary(graph, "Mul", isKept, own.argument("kept"));
    const mask = shape.length === 1 ? ofRow : reshape(graph, ofRow, [-1, ...shape]);
    return multiplied(graph, inputs, mask);
  },
});
